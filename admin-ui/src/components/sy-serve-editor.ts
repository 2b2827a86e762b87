import { ALL, type Serve, type Variant } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { evenSplit } from '../model/split.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-split-editor.ts';

/**
 * What a rule serves: on, off, a variant, or a split of them.
 *
 * @fires serve-change - `detail` is what to serve.
 */
@customElement('sy-serve-editor')
export class SyServeEditor extends LitElement {
  @property({ attribute: false }) serve: Serve = 'on';
  @property({ attribute: false }) variants: readonly Variant[] = [];
  @property({ attribute: false }) attributeNames: readonly string[] = [];
  @property() label = 'Serve';

  protected override render() {
    const { serve } = this;
    const chosen =
      typeof serve === 'string' ? serve : 'split' in serve ? 'split' : `variant:${serve.variant}`;
    return html`
      <div class="choice">
        <label for="serve">serve</label>
        <select id="serve" class="input narrow" aria-label=${this.label} @change=${this.#choose}>
          <option value="on" ?selected=${chosen === 'on'}>on</option>
          <option value="off" ?selected=${chosen === 'off'}>off</option>
          ${this.#offered().map(
            (key) =>
              html`<option value="variant:${key}" ?selected=${chosen === `variant:${key}`}>variant ${key}</option>`,
          )}
          <option value="split" ?selected=${chosen === 'split'}>a split…</option>
        </select>
      </div>
      ${
        typeof serve === 'object' && 'split' in serve
          ? html`<sy-split-editor .split=${serve.split} .by=${serve.by ?? ''} .variants=${this.variants} .attributeNames=${this.attributeNames}
              @split-change=${this.#changeSplit}></sy-split-editor>`
          : ''
      }
    `;
  }

  /** The variants there are, and one that is served although it is gone. */
  #offered(): readonly string[] {
    const keys = this.variants.map(({ key }) => key);
    const { serve } = this;
    const served = typeof serve === 'object' && 'variant' in serve ? serve.variant : undefined;
    return served === undefined || keys.includes(served) ? keys : [...keys, served];
  }

  #choose(event: Event) {
    const { value } = event.target as HTMLSelectElement;
    if (value === 'on' || value === 'off') this.#change(value);
    else if (value === 'split') this.#change({ split: firstSplit(this.variants) });
    else this.#change({ variant: value.slice('variant:'.length) });
  }

  #changeSplit(event: CustomEvent<Serve>) {
    this.#change(event.detail);
  }

  #change(detail: Serve) {
    this.dispatchEvent(new CustomEvent('serve-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      .choice { display: flex; align-items: center; gap: var(--sy-space-2); }
      label { color: var(--sy-ink-quiet); font-weight: 550; }
      select.input { font-weight: 600; min-width: 7rem; max-width: 100%; }
    `,
  ];
}

const firstSplit = (variants: readonly Variant[]) =>
  evenSplit(variants.length > 1 ? variants.map(({ key }) => key) : ['on', 'off'], ALL);

declare global {
  interface HTMLElementTagNameMap {
    'sy-serve-editor': SyServeEditor;
  }
}
