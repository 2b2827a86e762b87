import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { backToHere } from '../api.ts';
import type { BackPreview, Environment } from '../api-types.ts';
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
type CodeStep = BackPreview['code'][number];

/**
 * Shows what going back to an entry of the deploy log would do, in which order, and does it.
 *
 * @fires rolled-back
 */
@customElement('sy-back-dialog')
export class SyBackDialog extends LitElement {
  @state() private environment: Place = { key: '', name: '' };
  @state() private entry = 0;
  @state() private code = false;
  @state() private isOpen = false;
  @state() private preview: BackPreview | undefined;
  @state() private reason = '';
  readonly #attempt = new Attempt(this);

  async ask(environment: Place, entry: number, code: boolean) {
    Object.assign(this, { environment, entry, code, isOpen: true, preview: undefined, reason: '' });
    await this.#attempt.run(async () => {
      this.preview = await backToHere.preview(environment.key, entry, code);
    });
  }

  protected override render() {
    const { preview, code, environment } = this;
    const isIdle = preview === undefined || isNothing(preview);
    return html`
      <sy-dialog label="Back to how it was after entry ${this.entry}${code ? ', code and config' : ''}" action="Go back in ${environment.name}" icon="rollback" dangerous
        ?open=${this.isOpen} ?disabled=${this.#attempt.isBusy || isIdle}
        @submit-request=${this.#go} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          ${preview ? this.#preview(preview) : this.#attempt.isBusy ? skeleton(3) : nothing}
        </div>
      </sy-dialog>
    `;
  }

  #preview(preview: BackPreview) {
    const { config, code, order } = preview;
    const moving = code.filter(({ to }) => to !== null);
    const staying = code.filter(({ to }) => to === null);
    const configStep = this.#config(preview);
    const steps = moving.length === 0 ? [configStep] : [configStep, this.#code(moving)];
    const isBoth = config.changes.length > 0 && moving.some(({ hook }) => hook);
    return html`
      ${isBoth ? html`<p>${orders[order]}</p>` : nothing}
      <ol class=${isBoth && order === 'config first' ? 'steps' : ''}>${steps.map((step) => html`<li>${step}</li>`)}</ol>
      ${
        staying.length === 0
          ? nothing
          : html`<div><h3>What stays as it is</h3><ul>${staying.map(({ words }) => html`<li>${words}</li>`)}</ul></div>`
      }
      ${this.code && code.length === 0 ? html`<p class="quiet">All code is what it was then.</p>` : nothing}
      ${config.warnings.map((warning) => html`<p class="warning"><wa-icon name="warning"></wa-icon><span>${warning}</span></p>`)}
      ${isNothing(preview) ? nothing : this.#reason()}
    `;
  }

  #config({ config, release }: BackPreview) {
    if (config.changes.length === 0) {
      return html`<h3>Config</h3><p class="quiet">It is as it was then already: release ${release}.</p>`;
    }
    return html`
      <h3>Config, as of release ${release}: at once, for everybody in ${this.environment.name}</h3>
      <sy-changes .changes=${config.changes}></sy-changes>
    `;
  }

  #code(steps: readonly CodeStep[]) {
    return html`
      <h3>Code</h3>
      <ul class="code">
        ${steps.map(
          ({ words, hook, stranded }) => html`
            <li class=${hook ? '' : 'by-hand'}>
              <wa-icon name=${hook ? 'link' : 'warning'}></wa-icon>
              <span>${words}
                ${stranded.map(({ title, app, version }) => html`<span class="needs">“${title}” needs ${app} ${version}</span>`)}
              </span>
            </li>
          `,
        )}
      </ul>
    `;
  }

  #reason() {
    return html`
      <p class="quiet small">What is rolling out is aborted first, and the train is held until somebody lifts the hold. Kills stay.</p>
      ${reasonField(this.reason, (reason) => {
        this.reason = reason;
      })}
    `;
  }

  async #go() {
    const { environment, entry, code } = this;
    await this.#attempt.run(async () => {
      const done = await backToHere.go(environment.key, {
        entry,
        code,
        reason: this.reason.trim(),
      });
      this.isOpen = false;
      for (const warning of done.warnings) tell(warning);
      if (done.entry === null) tell('Everything was as it should be: nothing was done.');
      else {
        const href = addressOf(['log', String(done.entry)]);
        tell(`Back to entry ${entry}${code ? '; code is on its way' : ''}.`, {
          href,
          label: 'See how far it is',
        });
      }
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
      ol { display: grid; gap: var(--sy-space-4); }
      .steps { counter-reset: step; }
      .steps > li { position: relative; padding-inline-start: 2.2rem; counter-increment: step; }
      .steps > li::before {
        content: counter(step); position: absolute; left: 0; top: 0; width: 1.5rem; height: 1.5rem; display: grid; place-items: center;
        border: 2px solid var(--sy-line-strong); border-radius: 50%; font-size: var(--sy-text-s); font-weight: 650;
      }
      .code { display: grid; gap: var(--sy-space-2); }
      .code li { display: flex; gap: var(--sy-space-2); align-items: baseline; overflow-wrap: anywhere; }
      .by-hand { color: var(--sy-conditional-ink); }
      .needs { display: block; font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
    `,
  ];
}

const orders: Readonly<Record<BackPreview['order'], string>> = {
  'config first':
    'Config goes first, since what is live now needs newer code; the hooks are called some seconds later.',
  together: 'Config goes back and the hooks are called at the same time.',
};

const isNothing = ({ config, code }: BackPreview) =>
  config.changes.length === 0 && !code.some(({ to, hook }) => to !== null && hook);

declare global {
  interface HTMLElementTagNameMap {
    'sy-back-dialog': SyBackDialog;
  }
}
