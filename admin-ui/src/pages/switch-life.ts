import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { releases, switches } from '../api.ts';
import type { Edit, Preview, SwitchDetails } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-changes.ts';
import '../components/sy-dialog.ts';
import { skeleton } from '../loaded.ts';
import { isAdminEverywhere, mayPublish } from '../model/permissions.ts';
import { tell } from '../notices.ts';
import { liveNumber } from '../published.ts';
import { go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

type Act = 'archive' | 'restore' | 'delete';

/**
 * The end of a switch's life: archive it in an environment, restore it, delete it there, and everywhere.
 *
 * @fires life-changed
 */
@customElement('sy-switch-life')
export class SySwitchLife extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ attribute: false }) details!: SwitchDetails;
  @state() private asked: Act | undefined;
  @state() private preview: Preview | undefined;
  readonly #attempt = new Attempt(this);

  protected override render() {
    const { environment } = this.state;
    const stored = this.details.environments[environment.key];
    if (!mayPublish(environment)) return nothing;
    return html`
      <section class="card row" aria-label="End of life">
        ${stored === undefined ? this.#forGood() : this.#here(stored.archived === true)}
      </section>
      ${this.#dialog()}
    `;
  }

  #here(isArchived: boolean) {
    const { name } = this.state.environment;
    return html`
      <p class="quiet small grow">${
        isArchived
          ? `Archived in ${name}: kept, but not sent to applications, which get their own default.`
          : `Done with it? Archive it in ${name}: it is kept, but applications get their own default.`
      }</p>
      ${
        isArchived
          ? html`
            <button class="button" @click=${() => this.#ask('restore')}>Restore</button>
            <button class="button danger-quiet" @click=${() => this.#ask('delete')}>Delete in ${name}</button>
          `
          : html`<button class="button" @click=${() => this.#ask('archive')}><wa-icon name="archive"></wa-icon>Archive in ${name}</button>`
      }
    `;
  }

  #forGood() {
    const elsewhere = Object.keys(this.details.environments).length;
    if (!isAdminEverywhere(this.state.session) || elsewhere > 0) {
      return html`<p class="quiet small">It can be deleted for good when it exists in no environment.</p>`;
    }
    return html`
      <p class="quiet small grow">It exists in no environment any more.</p>
      <button class="button danger-quiet" ?disabled=${this.#attempt.isBusy} @click=${this.#removeForGood}>Delete for good</button>
      ${this.#attempt.render()}
    `;
  }

  #dialog() {
    const { name } = this.state.environment;
    const act = this.asked ?? 'archive';
    const { preview } = this;
    return html`
      <sy-dialog label="${titles[act]} ${this.details.key} in ${name}" action="${titles[act]} in ${name}" ?dangerous=${act !== 'restore'}
        ?open=${this.asked !== undefined} ?disabled=${this.#attempt.isBusy || preview === undefined}
        @submit-request=${this.#act} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          ${preview ? html`<sy-changes .changes=${preview.changes}></sy-changes>` : this.#attempt.isBusy ? skeleton(2) : nothing}
          ${(preview?.warnings ?? []).map((warning) => html`<p class="warning"><wa-icon name="warning"></wa-icon><span>${warning}</span></p>`)}
        </div>
      </sy-dialog>
    `;
  }

  #edit(act: Act): Edit {
    const { key, environments } = this.details;
    const stored = environments[this.state.environment.key];
    const set = { archive: { archived: true }, restore: { archived: null }, delete: null }[act];
    return { kind: 'switch', key, base: stored?.version ?? 0, set };
  }

  async #ask(act: Act) {
    this.asked = act;
    this.preview = undefined;
    await this.#attempt.run(async () => {
      this.preview = await releases.preview(this.state.environment.key, [this.#edit(act)]);
    });
  }

  async #act() {
    const act = this.asked;
    if (act === undefined) return;
    await this.#attempt.run(async () => {
      const { environment } = this.state;
      const published = await releases.publish(environment.key, [this.#edit(act)], '');
      this.asked = undefined;
      const number = liveNumber(published, environment);
      if (number !== undefined) tell(`${done[act]} Release ${number}.`);
      this.dispatchEvent(new CustomEvent('life-changed'));
    });
  }

  async #removeForGood() {
    await this.#attempt.run(async () => {
      await switches.remove(this.details.key);
      tell(`${this.details.key} is deleted for good.`);
      go(['switches']);
    });
  }

  #close() {
    this.asked = undefined;
  }

  static override styles = [
    base,
    controls,
    css`
      section { background: transparent; box-shadow: none; }
    `,
  ];
}

const titles: Readonly<Record<Act, string>> = {
  archive: 'Archive',
  restore: 'Restore',
  delete: 'Delete',
};
const done: Readonly<Record<Act, string>> = {
  archive: 'Archived.',
  restore: 'Restored.',
  delete: 'Deleted here.',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-life': SySwitchLife;
  }
}
