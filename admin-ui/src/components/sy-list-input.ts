import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * A list of texts. Enter or a comma adds; pasted lines and comma-separated texts are taken apart.
 *
 * @fires values-change - `detail` is the new list.
 */
@customElement('sy-list-input')
export class SyListInput extends LitElement {
  @property() label = '';
  @property() hint = '';
  @property() placeholder = '';
  @property({ attribute: false }) values: readonly string[] = [];
  @property({ type: Boolean }) disabled = false;
  @query('input') private input!: HTMLInputElement;

  protected override render() {
    return html`
      <label for="new">${this.label}</label>
      <div class="box" @click=${() => this.input.focus()}>
        ${this.values.map(
          (value, at) => html`
            <span class="value">
              ${value}
              <button type="button" aria-label="Remove ${value}" ?disabled=${this.disabled}
                @click=${() => this.#remove(at)}><wa-icon name="xmark"></wa-icon></button>
            </span>
          `,
        )}
        <input
          id="new" autocomplete="off" spellcheck="false" ?disabled=${this.disabled}
          placeholder=${this.values.length === 0 ? this.placeholder : ''}
          aria-description=${this.hint || 'Enter or a comma adds'}
          @keydown=${this.#onKey} @paste=${this.#onPaste} @blur=${this.#add}
        />
      </div>
      ${this.hint ? html`<span class="hint">${this.hint}</span>` : ''}
    `;
  }

  #onKey(event: KeyboardEvent) {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      this.#add();
    } else if (event.key === 'Backspace' && this.input.value === '') {
      this.#remove(this.values.length - 1);
    }
  }

  #onPaste(event: ClipboardEvent) {
    const text = event.clipboardData?.getData('text') ?? '';
    if (!/[\n,;]/.test(text)) return;
    event.preventDefault();
    this.#put(text);
  }

  #add() {
    this.#put(this.input.value);
    this.input.value = '';
  }

  #put(text: string) {
    const added = text
      .split(/[\n,;]/)
      .map((each) => each.trim())
      .filter(Boolean);
    const values = [...new Set([...this.values, ...added])];
    if (values.length > this.values.length) this.#change(values);
  }

  #remove(at: number) {
    if (at < 0) return;
    this.#change(this.values.filter((_, index) => index !== at));
    this.input.focus();
  }

  #change(detail: readonly string[]) {
    this.dispatchEvent(new CustomEvent('values-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-1); min-width: 0; }
      label { font-weight: 550; font-size: var(--sy-text-s); }
      .hint { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .box {
        display: flex; flex-wrap: wrap; gap: var(--sy-space-1); padding: 0.25rem; min-height: 2.25rem; cursor: text;
        background: var(--sy-surface); border: 1px solid var(--sy-line-strong); border-radius: var(--sy-radius);
      }
      .box:hover { border-color: var(--sy-action); }
      .box:focus-within { outline: 2px solid var(--sy-focus); border-color: var(--sy-focus); }
      input { flex: 1 1 6rem; min-width: 5rem; border: 0; background: none; padding: 0.1rem 0.4rem; outline: none; }
      .value {
        display: inline-flex; align-items: center; max-width: 100%; padding-inline-start: 0.5rem;
        background: var(--sy-action-wash); border-radius: var(--sy-radius-s); font-size: var(--sy-text-s); overflow-wrap: anywhere;
      }
      .value button { display: grid; place-items: center; width: 1.6rem; height: 1.6rem; border: 0; background: none; cursor: pointer; color: var(--sy-ink-quiet); }
      .value button:hover { color: var(--sy-danger-ink); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-list-input': SyListInput;
  }
}
