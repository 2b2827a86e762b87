import type { Json, Variant } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * The variants of a switch, with JSON values, and which of them `on` serves.
 *
 * @fires variants-change - `detail` is `{ variants, defaultVariant }`.
 */
@customElement('sy-variants-editor')
export class SyVariantsEditor extends LitElement {
  @property({ attribute: false }) variants: readonly Variant[] = [];
  @property({ attribute: 'default-variant' }) defaultVariant = '';
  @property({ type: Boolean }) disabled = false;
  /** What was typed and is no JSON, by position. */
  @state() private unreadable: Readonly<Record<number, string>> = {};

  protected override render() {
    return html`
      <fieldset ?disabled=${this.disabled}>
        <legend class="visually-hidden">Variants</legend>
        ${this.variants.length === 0 ? html`<p class="quiet">A plain switch: on or off, <code>true</code> or <code>false</code>.</p>` : nothing}
        <ul>${this.variants.map(this.#row)}</ul>
        <button type="button" class="button small" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add variant</button>
      </fieldset>
    `;
  }

  readonly #row = ({ key, value }: Variant, at: number) => {
    const typed = this.unreadable[at];
    const isDefault = this.defaultVariant === key || (this.defaultVariant === '' && at === 0);
    return html`
      <li>
        <div class="field key">
          <label for="key-${at}">Key</label>
          <input id="key-${at}" class="input mono" .value=${key} spellcheck="false"
            @change=${(event: Event) => this.#rekey(at, typedIn(event).trim())} />
        </div>
        <div class="field grow">
          <label for="value-${at}">Value <span class="quiet">(JSON)</span></label>
          <textarea id="value-${at}" class="input mono" rows="1" spellcheck="false" aria-invalid=${typed !== undefined}
            .value=${typed ?? JSON.stringify(value)} @change=${(event: Event) => this.#revalue(at, typedIn(event))}></textarea>
          ${typed !== undefined ? html`<p class="problem">This is not JSON. A text needs quotes: <code>"blue"</code>.</p>` : nothing}
        </div>
        <label class="check"><input type="radio" name="default" .checked=${isDefault}
          @change=${() => this.#change(this.variants, key)} />served by “on”</label>
        <button type="button" class="button plain icon small" aria-label="Remove variant ${key}" @click=${() => this.#remove(at)}>
          <wa-icon name="trash"></wa-icon>
        </button>
      </li>
    `;
  };

  #add() {
    let number = this.variants.length + 1;
    const isTaken = (key: string) => this.variants.some((each) => each.key === key);
    while (isTaken(`variant-${number}`)) number++;
    const key = `variant-${number}`;
    this.#change([...this.variants, { key, value: key }]);
  }

  #rekey(at: number, key: string) {
    const before = this.variants[at]?.key;
    const variants = this.variants.map((each, index) => (index === at ? { ...each, key } : each));
    this.#change(variants, this.defaultVariant === before ? key : this.defaultVariant);
  }

  #revalue(at: number, typed: string) {
    const { [at]: _, ...others } = this.unreadable;
    const value = parsed(typed);
    this.unreadable = value === undefined ? { ...others, [at]: typed } : others;
    if (value === undefined) return;
    this.#change(this.variants.map((each, index) => (index === at ? { ...each, value } : each)));
  }

  #remove(at: number) {
    this.unreadable = {};
    const gone = this.variants[at]?.key;
    const left = this.variants.filter((_, index) => index !== at);
    this.#change(left, this.defaultVariant === gone ? '' : this.defaultVariant);
  }

  #change(variants: readonly Variant[], defaultVariant = this.defaultVariant) {
    const detail = { variants, defaultVariant: defaultVariant === '' ? undefined : defaultVariant };
    this.dispatchEvent(new CustomEvent('variants-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { min-width: 0; display: grid; gap: var(--sy-space-3); justify-items: start; }
      ul { display: grid; gap: var(--sy-space-4); width: 100%; }
      li { display: flex; flex-wrap: wrap; gap: var(--sy-space-3); align-items: end; }
      .key { flex: 0 1 10rem; }
      .grow { flex: 1 1 12rem; }
      textarea.input { min-height: 2.25rem; }
      .check { min-height: 2.25rem; font-size: var(--sy-text-s); }
    `,
  ];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-variants-editor': SyVariantsEditor;
  }
}
