import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

export type Pair = readonly [string, string];

/**
 * Rows of two texts that belong together.
 *
 * @fires pairs-change - `detail` is the new list.
 */
@customElement('sy-pairs-input')
export class SyPairsInput extends LitElement {
  @property() label = '';
  /** What the two are called, and an example of each. */
  @property({ attribute: false }) names: Pair = ['', ''];
  @property({ attribute: false }) examples: Pair = ['', ''];
  @property() action = 'Add';
  @property({ attribute: false }) pairs: readonly Pair[] = [];

  protected override render() {
    return html`
      <fieldset>
        <legend>${this.label}</legend>
        ${this.pairs.map((pair, at) => this.#row(pair, at))}
        <button type="button" class="button small" @click=${() => this.#change([...this.pairs, ['', '']])}><wa-icon name="plus"></wa-icon>${this.action}</button>
      </fieldset>
    `;
  }

  #row(pair: Pair, at: number) {
    const [one, other] = this.names;
    return html`
      <div class="pair">
        ${[one, other].map(
          (name, side) => html`
            <input class="input" aria-label="${name} ${at + 1}" placeholder=${this.examples[side]} autocomplete="off" spellcheck="false" .value=${pair[side]}
              @input=${(event: Event) => this.#put(at, side, typedIn(event))} />
          `,
        )}
        <button type="button" class="button plain icon" aria-label="Remove ${one} ${at + 1}"
          @click=${() => this.#change(this.pairs.filter((_, index) => index !== at))}><wa-icon name="trash"></wa-icon></button>
      </div>
    `;
  }

  #put(at: number, side: number, text: string) {
    const [one, other] = this.pairs[at] ?? ['', ''];
    this.#change(this.pairs.with(at, side === 0 ? [text, other] : [one, text]));
  }

  #change(detail: readonly Pair[]) {
    this.dispatchEvent(new CustomEvent('pairs-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { display: grid; gap: var(--sy-space-2); justify-items: start; }
      legend { margin-bottom: var(--sy-space-1); }
      .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) auto; gap: var(--sy-space-2); width: 100%; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-pairs-input': SyPairsInput;
  }
}
