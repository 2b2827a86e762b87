import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

import './sy-propose-dialog.ts';
import type { OfferedDraft, Wish } from './sy-propose-dialog.ts';

/** What the two people who changed the same thing want. */
export interface ClashInWords {
  readonly theirs: readonly string[];
  readonly yours: readonly string[];
}

/**
 * A draft waiting to be published: what would change, in words; why; publish or discard.
 *
 * @fires publish-request - `detail` is the reason.
 * @fires publish-on-top-request - The same, over what somebody else changed meanwhile.
 * @fires propose-request - `detail` is the `Wish`.
 * @fires take-theirs-request
 * @fires discard-request
 */
@customElement('sy-draft-bar')
export class SyDraftBar extends LitElement {
  @property({ attribute: false }) words: readonly string[] = [];
  @property({ attribute: false }) problems: readonly string[] = [];
  @property({ attribute: false }) clash: ClashInWords | undefined;
  @property() environment = '';
  /** The server's refusal of the last attempt. */
  @property() refusal = '';
  /** Why one may not publish at once, but only propose; empty if one may. */
  @property() forbidden = '';
  @property({ type: Boolean }) guarded = false;
  @property({ type: Boolean }) busy = false;
  /** Other drafts that can come along in a change. */
  @property({ attribute: false }) others: readonly OfferedDraft[] = [];
  @state() private reason = '';
  @state() private isProposing = false;

  protected override render() {
    const isBlocked = this.busy || this.problems.length > 0;
    const isForbidden = this.forbidden !== '';
    return html`
      <section class=${this.guarded ? 'guarded' : ''} aria-label="Unpublished changes">
        ${this.clash ? this.#clash(this.clash) : this.#words()}
        ${this.problems.map((problem) => html`<p class="problem">${problem}</p>`)}
        ${this.refusal ? html`<p class="problem" role="alert">${this.refusal}</p>` : nothing}
        ${isForbidden ? html`<p class="small quiet">${this.forbidden}</p>` : nothing}
        <form @submit=${this.#publish}>
          ${
            isForbidden
              ? nothing
              : html`
                <label class="visually-hidden" for="reason">Reason</label>
                <input id="reason" class="input grow" placeholder="Why? (optional, for the deploy log)" maxlength="500" autocomplete="off"
                  .value=${this.reason} @input=${this.#typeReason} />
                <button class="button primary" ?disabled=${isBlocked}>${this.#publishWords()}</button>
              `
          }
          ${this.clash ? html`<button type="button" class="button" @click=${() => this.#ask('take-theirs-request')}>Take theirs</button>` : nothing}
          <button type="button" class="button ${isForbidden ? 'primary' : ''}" ?disabled=${isBlocked} @click=${() => this.#openProposal(true)}>Propose a change</button>
          <button type="button" class="button plain" ?disabled=${this.busy} @click=${() => this.#ask('discard-request')}>Discard</button>
        </form>
        <sy-propose-dialog ?open=${this.isProposing} ?busy=${this.busy} .words=${this.#wordsWanted()} .others=${this.others} refusal=${this.isProposing ? this.refusal : ''}
          @propose-request=${(event: CustomEvent<Wish>) => this.#ask('propose-request', event.detail)}
          @close-request=${() => this.#openProposal(false)}></sy-propose-dialog>
      </section>
    `;
  }

  #publishWords() {
    if (this.busy) return 'Publishing…';
    return this.clash ? 'Publish mine on top' : `Publish to ${this.environment}`;
  }

  #wordsWanted() {
    return this.clash?.yours ?? this.words;
  }

  #openProposal(isOpen: boolean) {
    this.isProposing = isOpen;
  }

  #words() {
    return html`
      <div class="words">
        <strong>Not published yet</strong>
        <ul>${this.words.map((each) => html`<li>${each}</li>`)}</ul>
      </div>
    `;
  }

  #clash({ theirs, yours }: ClashInWords) {
    return html`
      <p role="alert"><strong>Somebody else changed the same thing meanwhile.</strong></p>
      <div class="sides">
        <div><h3>They published</h3><ul>${theirs.map((each) => html`<li>${each}</li>`)}</ul></div>
        <div><h3>You want</h3><ul>${yours.map((each) => html`<li>${each}</li>`)}</ul></div>
      </div>
    `;
  }

  #typeReason(event: Event) {
    this.reason = typedIn(event);
  }

  #publish(event: Event) {
    event.preventDefault();
    this.#ask(this.clash ? 'publish-on-top-request' : 'publish-request', this.reason.trim());
    this.reason = '';
  }

  #ask(name: string, detail?: string | Wish) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { position: sticky; bottom: 0; z-index: 4; padding-bottom: var(--sy-space-4); }
      section {
        display: grid; gap: var(--sy-space-3); padding: var(--sy-space-4) var(--sy-space-5); border-radius: var(--sy-radius-l);
        background: var(--sy-raised); border: 1px solid var(--sy-line-strong); box-shadow: var(--sy-shadow-l); animation: rise var(--sy-quick) ease-out;
      }
      section { position: relative; overflow: hidden; }
      section.guarded { padding-top: calc(var(--sy-space-4) + 6px); }
      section.guarded::before { content: ''; position: absolute; inset: 0 0 auto; height: 6px; background: var(--sy-hazard); }
      .words { display: flex; flex-wrap: wrap; gap: var(--sy-space-1) var(--sy-space-4); }
      .words ul { flex: 1 1 16rem; max-height: 9rem; overflow-y: auto; overflow-wrap: anywhere; }
      form { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); }
      form > .input { flex: 1 1 12rem; width: auto; }
      .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: var(--sy-space-4); }
      .sides h3 { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      @keyframes rise { from { opacity: 0; transform: translateY(0.75rem); } }
      @media (max-width: 860px) {
        :host { bottom: 3.6rem; }
        section { padding: var(--sy-space-3); }
        .words ul { max-height: 5rem; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-draft-bar': SyDraftBar;
  }
}
