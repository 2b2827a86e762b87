import { ALL, type Variant, type Weighted } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { parsePercent, percent } from '../model/percent.ts';
import { evenSplit, sumOf } from '../model/split.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Variants with weights that make 100 %.
 *
 * @fires split-change - `detail` is `{ split, by? }`.
 */
@customElement('sy-split-editor')
export class SySplitEditor extends LitElement {
  @property({ attribute: false }) split: readonly Weighted[] = [];
  @property() by = '';
  @property({ attribute: false }) variants: readonly Variant[] = [];
  @property({ attribute: false }) attributeNames: readonly string[] = [];

  protected override render() {
    const sum = sumOf(this.split);
    return html`
      <div class="bar" aria-hidden="true">
        ${this.split.map(({ weight }, at) => html`<span class="part" style="flex: ${weight}; --part: var(--part-${at % 5})"></span>`)}
      </div>
      <ul>
        ${this.split.map(this.#row)}
      </ul>
      <div class="row">
        <button type="button" class="button small" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add</button>
        <button type="button" class="button small" @click=${this.#even}>Even out</button>
        <span class=${sum === ALL ? 'quiet small' : 'problem'} role="status">
          ${sum === ALL ? 'Sums to 100 %' : `Sums to ${percent(sum)}: ${percent(Math.abs(ALL - sum))} too ${sum < ALL ? 'little' : 'much'}`}
        </span>
      </div>
      <div class="field by">
        <label for="by">split by <span class="quiet">(optional)</span></label>
        <input id="by" class="input" list="attributes" placeholder="targetingKey" .value=${this.by} autocomplete="off"
          @change=${(event: Event) => this.#change(this.split, typedIn(event).trim())} />
        <datalist id="attributes">${this.attributeNames.map((each) => html`<option value=${each}></option>`)}</datalist>
      </div>
    `;
  }

  readonly #row = ({ variant, weight }: Weighted, at: number) => html`
    <li>
      <span class="swatch" aria-hidden="true" style="--part: var(--part-${at % 5})"></span>
      <select class="input" aria-label="Variant ${at + 1}" @change=${(event: Event) =>
        this.#replace(at, { variant: typedIn(event), weight })}>
        ${this.#offered(variant).map((key) => html`<option value=${key} ?selected=${key === variant}>${key}</option>`)}
      </select>
      <label>
        <span class="visually-hidden">Weight of ${variant}, in percent</span>
        <input class="input weight" inputmode="decimal" .value=${String(weight / 1000)} @change=${(event: Event) => this.#weigh(at, event)} />
      </label>
      <span aria-hidden="true">%</span>
      <button type="button" class="button plain icon small" aria-label="Remove ${variant} from the split"
        ?disabled=${this.split.length === 1} @click=${() => this.#change(this.split.filter((_, index) => index !== at))}>
        <wa-icon name="xmark"></wa-icon>
      </button>
    </li>
  `;

  /** Each may be there once. */
  #offered(own?: string): readonly string[] {
    const taken = new Set(this.split.map(({ variant }) => variant));
    const all = [...this.variants.map(({ key }) => key), 'on', 'off'];
    if (own !== undefined && !all.includes(own)) all.push(own);
    return all.filter((key) => key === own || !taken.has(key));
  }

  #weigh(at: number, event: Event) {
    const input = event.target as HTMLInputElement;
    const weight = parsePercent(input.value);
    const before = this.split[at];
    if (before === undefined) return;
    if (weight === undefined) input.value = String(before.weight / 1000);
    else this.#replace(at, { ...before, weight });
  }

  #replace(at: number, part: Weighted) {
    this.#change(this.split.map((each, index) => (index === at ? part : each)));
  }

  #add() {
    const variant = this.#offered()[0];
    if (variant === undefined) return;
    const weight = Math.max(ALL - sumOf(this.split), 0);
    this.#change([...this.split, { variant, weight }]);
  }

  #even() {
    this.#change(
      evenSplit(
        this.split.map(({ variant }) => variant),
        ALL,
      ),
    );
  }

  #change(split: readonly Weighted[], by = this.by) {
    const detail = by === '' ? { split } : { split, by };
    this.dispatchEvent(new CustomEvent('split-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid; gap: var(--sy-space-3); max-width: 30rem;
        --part-0: light-dark(#1c4a80, #8fbdf0); --part-1: light-dark(#dd9200, #f6ba3b); --part-2: light-dark(#1e9150, #48cf85);
        --part-3: light-dark(#7a3f8c, #cf9be0); --part-4: light-dark(#8c8778, #8a96a5);
      }
      .bar { display: flex; height: 0.6rem; border-radius: 999px; overflow: hidden; gap: 2px; background: var(--sy-sunken); }
      .part { background: var(--part); min-width: 0; transition: flex var(--sy-quick); }
      ul { display: grid; gap: var(--sy-space-2); }
      li { display: flex; align-items: center; gap: var(--sy-space-2); }
      .swatch { width: 0.8rem; height: 0.8rem; border-radius: 3px; background: var(--part); flex: none; }
      select.input { flex: 1 1 7rem; min-width: 0; }
      .weight { width: 5.5rem; text-align: end; }
      .by { max-width: 16rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-split-editor': SySplitEditor;
  }
}
