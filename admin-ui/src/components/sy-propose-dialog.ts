import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-dialog.ts';
import './sy-problem.ts';
import './sy-proposal-fields.ts';
import { completed, noFields, type ProposalFields } from './sy-proposal-fields.ts';

/** A draft that can come along in the same change. */
export interface OfferedDraft {
  readonly name: string;
  readonly label: string;
}

export interface Wish {
  readonly fields: ProposalFields;
  /** Names of the other drafts that come along. */
  readonly along: readonly string[];
  readonly isBoarding: boolean;
}

/**
 * Makes a change of what is drafted.
 *
 * @fires propose-request - `detail` is the `Wish`.
 * @fires close-request
 */
@customElement('sy-propose-dialog')
export class SyProposeDialog extends LitElement {
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) busy = false;
  /** What it changes, in words. */
  @property({ attribute: false }) words: readonly string[] = [];
  @property({ attribute: false }) others: readonly OfferedDraft[] = [];
  /** The server's refusal of the last attempt. */
  @property() refusal = '';
  @state() private fields = noFields;
  @state() private along: readonly string[] = [];
  @state() private isBoarding = true;

  protected override render() {
    return html`
      <sy-dialog label="Propose a change" action="Propose" icon="train" ?open=${this.open} ?disabled=${this.busy || this.fields.title.trim() === ''}
        @submit-request=${this.#submit} @close-request=${() => this.dispatchEvent(new CustomEvent('close-request'))}>
        ${this.open ? this.#form() : nothing}
      </sy-dialog>
    `;
  }

  #form() {
    return html`
      <div class="stack">
        ${this.refusal ? html`<sy-problem without-retry message=${this.refusal}></sy-problem>` : nothing}
        <ul class="words">${this.words.map((each) => html`<li>${each}</li>`)}</ul>
        <sy-proposal-fields autofocus .fields=${this.fields} @fields-change=${(
          event: CustomEvent<ProposalFields>,
        ) => {
          this.fields = event.detail;
        }}></sy-proposal-fields>
        ${this.#others()}
        <label class="check"><input type="checkbox" .checked=${this.isBoarding} @change=${() => {
          this.isBoarding = !this.isBoarding;
        }} />Board the train at once</label>
      </div>
    `;
  }

  #others() {
    if (this.others.length === 0) return nothing;
    return html`
      <fieldset>
        <legend>Not published yet either: take along</legend>
        ${this.others.map(
          ({ name, label }) => html`
            <label class="check"><input type="checkbox" .checked=${this.along.includes(name)} @change=${() => this.#toggle(name)} /><code>${label}</code></label>
          `,
        )}
      </fieldset>
    `;
  }

  #toggle(name: string) {
    this.along = this.along.includes(name)
      ? this.along.filter((each) => each !== name)
      : [...this.along, name];
  }

  #submit() {
    const { along, isBoarding } = this;
    const detail: Wish = { fields: completed(this.fields), along, isBoarding };
    this.dispatchEvent(new CustomEvent('propose-request', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      .words { padding: var(--sy-space-3); border-radius: var(--sy-radius); background: var(--sy-sunken); overflow-wrap: anywhere; font-size: var(--sy-text-s); }
      fieldset { display: grid; gap: var(--sy-space-2); justify-items: start; }
      legend { margin-bottom: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-propose-dialog': SyProposeDialog;
  }
}
