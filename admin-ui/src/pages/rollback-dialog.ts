import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { releases } from '../api.ts';
import type { Environment, RollbackPreview } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import { reasonField } from '../components/reason-field.ts';
import '../components/sy-changes.ts';
import '../components/sy-dialog.ts';
import { skeleton } from '../loaded.ts';
import { tell } from '../notices.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

type Place = Pick<Environment, 'key' | 'name'>;

/**
 * Shows what rolling back one release would do, and does it.
 *
 * @fires rolled-back
 */
@customElement('sy-rollback-dialog')
export class SyRollbackDialog extends LitElement {
  @state() private environment: Place = { key: '', name: '' };
  @state() private number = 0;
  @state() private isOpen = false;
  @state() private preview: RollbackPreview | undefined;
  @state() private reason = '';
  /** It is still on its way: then it is taken back, and nothing that is live changes. */
  @state() private isRollingOut = false;
  readonly #attempt = new Attempt(this);

  async ask(environment: Place, number: number, isRollingOut = false) {
    const asked = { environment, number, isRollingOut };
    Object.assign(this, asked, { isOpen: true, preview: undefined, reason: '' });
    if (isRollingOut) return;
    await this.#attempt.run(async () => {
      this.preview = await releases.previewRollback(environment.key, number);
    });
  }

  protected override render() {
    const { preview, isRollingOut } = this;
    const isIdle =
      !isRollingOut && (preview === undefined || (preview.nothing && preview.takesBack === null));
    return html`
      <sy-dialog label="Roll back release ${this.number}" action="Roll back in ${this.environment.name}" icon="rollback" dangerous
        ?open=${this.isOpen} ?disabled=${this.#attempt.isBusy || isIdle}
        @submit-request=${this.#rollBack} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          ${isRollingOut ? this.#takeBack() : preview ? this.#preview(preview) : this.#attempt.isBusy ? skeleton(3) : nothing}
        </div>
      </sy-dialog>
    `;
  }

  #preview({ changes, kept, warnings, takesBack, nothing: isNothing }: RollbackPreview) {
    return html`
      ${
        isNothing
          ? html`<p>Nothing is left to undo: what this release changed has been changed again, or rolled back, since.</p>`
          : html`<div>
              <h3>What changes at once, for everybody in ${this.environment.name}</h3>
              <sy-changes .changes=${changes}></sy-changes>
            </div>`
      }
      ${
        kept.length === 0
          ? nothing
          : html`<div>
              <h3>What stays as it is</h3>
              <ul>${kept.map(({ key, words }) => html`<li><code>${key}</code>: ${words}</li>`)}</ul>
            </div>`
      }
      ${warnings.map((warning) => html`<p class="warning"><wa-icon name="warning"></wa-icon><span>${warning}</span></p>`)}
      ${isNothing && takesBack === null ? nothing : this.#reason('The train is held until somebody lifts the hold; what is rolling out is taken back.')}
    `;
  }

  #takeBack() {
    return html`
      <p>It is still rolling out. Whoever has it goes back to what is live in ${this.environment.name}, at once; for everybody else nothing changes.</p>
      ${this.#reason('The train is held until somebody lifts the hold.')}
    `;
  }

  #reason(consequence: string) {
    return html`
      <p class="quiet small">${consequence}</p>
      ${reasonField(this.reason, (reason) => {
        this.reason = reason;
      })}
    `;
  }

  async #rollBack() {
    await this.#attempt.run(async () => {
      const release = await releases.rollBack(
        this.environment.key,
        this.number,
        this.reason.trim(),
      );
      this.isOpen = false;
      const href = addressOf(['log', String(release.entry)]);
      const words =
        release.outcome === 'aborted'
          ? `Taken back. Release ${release.number} never was live for everybody.`
          : `Rolled back. Live as release ${release.number}.`;
      tell(words, { href, label: 'See the entry' });
      this.dispatchEvent(new CustomEvent('rolled-back'));
    });
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = [
    base,
    controls,
    css`
      h3 { margin-bottom: var(--sy-space-1); font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-rollback-dialog': SyRollbackDialog;
  }
}
