import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * A dialog with a form: Enter submits, Escape closes. The focus stays inside and goes back after.
 *
 * @slot - The form's fields; the one with `autofocus` gets the focus.
 * @fires submit-request
 * @fires close-request - Whoever opened it sets `open` to false.
 */
@customElement('sy-dialog')
export class SyDialog extends LitElement {
  @property() label = '';
  /** The name of the button that does it; without one there is nothing to do but close. */
  @property() action = '';
  @property() icon = '';
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean }) dangerous = false;

  protected override render() {
    return html`
      <wa-dialog label=${this.label} ?open=${this.open} @wa-hide=${this.#hide} @keydown=${this.#onKey}>
        <slot></slot>
        <button slot="footer" class="button" @click=${this.#close}>${this.action ? 'Cancel' : 'Close'}</button>
        ${
          this.action
            ? html`<button slot="footer" class="button ${this.dangerous ? 'danger' : 'primary'}" ?disabled=${this.disabled} @click=${this.#submit}>
                ${this.icon ? html`<wa-icon name=${this.icon}></wa-icon>` : ''}${this.action}
              </button>`
            : ''
        }
      </wa-dialog>
    `;
  }

  protected override async updated(changed: PropertyValues<this>) {
    if (!changed.has('open') || !this.open) return;
    await this.renderRoot.querySelector('wa-dialog')?.updateComplete;
    requestAnimationFrame(() => {
      this.querySelector<HTMLElement>('[autofocus]')?.focus();
    });
  }

  #submit() {
    if (!this.disabled) this.dispatchEvent(new CustomEvent('submit-request'));
  }

  #onKey(event: KeyboardEvent) {
    const [target] = event.composedPath();
    const isField =
      target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type);
    if (event.key !== 'Enter' || !isField || event.defaultPrevented || this.action === '') return;
    event.preventDefault();
    this.#submit();
  }

  /** Hiding that was not asked for by `open`: Escape, or the cross. */
  #hide(event: Event) {
    if (event.target === event.currentTarget && this.open) this.#close();
  }

  #close() {
    this.dispatchEvent(new CustomEvent('close-request'));
  }

  static override styles = [
    base,
    controls,
    css`
      wa-dialog::part(footer) { display: flex; flex-wrap: wrap; justify-content: end; gap: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-dialog': SyDialog;
  }
}
