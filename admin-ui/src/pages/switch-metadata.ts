import '@awesome.me/webawesome/dist/components/copy-button/copy-button.js';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { switches } from '../api.ts';
import type { Metadata, SwitchDetails } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-metadata-fields.ts';
import '../components/sy-time.ts';
import { dayOf } from '../model/times.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * The head of a switch's page: name, key, and what else people want to know; editable in a dialog.
 *
 * @fires metadata-saved - `detail` is what the server answered.
 */
@customElement('sy-switch-metadata')
export class SySwitchMetadata extends LitElement {
  @property({ attribute: false }) details!: SwitchDetails;
  /** When an application last asked for it, in the chosen environment. */
  @property() lastAskedAt = '';
  @property({ type: Boolean }) editable = false;
  @state() private draft: Metadata | undefined;
  readonly #attempt = new Attempt(this);

  protected override render() {
    const { key, name, description, owner, tags, kind, expiresAt } = this.details;
    return html`
      <div class="row title">
        <h1>${name || key}</h1>
        ${
          this.editable
            ? html`<button class="button plain icon small" aria-label="Edit name and description" @click=${this.#edit}><wa-icon name="pencil"></wa-icon></button>`
            : nothing
        }
      </div>
      <div class="facts">
        <span class="key"><code>${key}</code><wa-copy-button value=${key} copy-label="Copy the key"></wa-copy-button></span>
        <span>${kind}</span>
        ${this.lastAskedAt ? html`<span>last asked for <sy-time at=${this.lastAskedAt}></sy-time></span>` : nothing}
        ${owner ? html`<span>owned by ${owner}</span>` : nothing}
        ${expiresAt ? html`<span class=${isPast(expiresAt) ? 'late' : ''}>should be gone by ${dayOf(expiresAt)}</span>` : nothing}
        ${tags.map((tag) => html`<a class="tag" href="#/switches?text=${encodeURIComponent(tag)}">${tag}</a>`)}
      </div>
      ${description ? html`<p class="description">${description}</p>` : nothing}
      <sy-dialog label="Edit ${key}" action="Save" ?open=${this.draft !== undefined} ?disabled=${this.#attempt.isBusy}
        @submit-request=${this.#save} @close-request=${this.#close}>
        ${this.draft ? this.#form(this.draft) : nothing}
      </sy-dialog>
    `;
  }

  #form(draft: Metadata) {
    return html`
      <div class="stack">
        <p class="quiet small">The same in all environments. It changes nothing about who gets the switch.</p>
        ${this.#attempt.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autofocus maxlength="200" autocomplete="off" .value=${draft.name}
            @input=${(event: Event) => {
              this.draft = { ...draft, name: typedIn(event) };
            }} />
        </div>
        <sy-metadata-fields .metadata=${draft}
          @metadata-change=${(event: CustomEvent<Metadata>) => {
            this.draft = { ...event.detail, name: this.draft?.name ?? draft.name };
          }}></sy-metadata-fields>
      </div>
    `;
  }

  #edit() {
    const { name, description, owner, tags, kind, expiresAt } = this.details;
    this.#attempt.clear();
    this.draft = { name, description, owner, tags, kind, ...(expiresAt && { expiresAt }) };
  }

  async #save() {
    const { draft } = this;
    if (draft === undefined) return;
    await this.#attempt.run(async () => {
      const changes = { ...draft, expiresAt: draft.expiresAt ?? null };
      const detail = await switches.describe(this.details.key, changes);
      this.draft = undefined;
      this.dispatchEvent(new CustomEvent('metadata-saved', { detail }));
    });
  }

  #close() {
    this.draft = undefined;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-2); min-width: 0; }
      .title { gap: var(--sy-space-1); flex-wrap: nowrap; align-items: start; }
      .title .button { margin-top: 0.3rem; }
      h1 { overflow-wrap: anywhere; font-size: var(--sy-text-xxl); }
      .facts { display: flex; flex-wrap: wrap; align-items: center; gap: 0.1rem var(--sy-space-4); color: var(--sy-ink-quiet); font-size: var(--sy-text-s); }
      .key { display: inline-flex; align-items: center; gap: 0; color: var(--sy-ink); overflow-wrap: anywhere; }
      .tag { text-decoration: none; padding: 0 0.5rem; border-radius: 999px; background: var(--sy-action-wash); }
      .late { color: var(--sy-danger-ink); font-weight: 600; }
      .description { max-width: 44rem; white-space: pre-line; overflow-wrap: anywhere; }
      wa-copy-button::part(button) { padding: 0.3rem; }
    `,
  ];
}

const isPast = (at: string) => new Date(at).getTime() < Date.now();

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-metadata': SySwitchMetadata;
  }
}
