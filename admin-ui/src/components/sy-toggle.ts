import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';

/**
 * A labelled on/off control. It shows what it is told and asks to be changed.
 *
 * @fires toggle-request - The user wants the other state; `detail` is that state.
 */
@customElement('sy-toggle')
export class SyToggle extends LitElement {
  @property() label = '';
  @property({ type: Boolean, reflect: true }) on = false;
  @property({ type: Boolean }) disabled = false;
  /** Whether it decides anything now. */
  @property({ type: Boolean, reflect: true }) idle = false;

  protected override render() {
    return html`
      <button type="button" role="switch" aria-checked=${this.on} ?disabled=${this.disabled} @click=${this.#request}>
        <span class="track" aria-hidden="true"><span class="knob"></span></span>
        <span>${this.label}</span>
      </button>
    `;
  }

  #request() {
    this.dispatchEvent(new CustomEvent<boolean>('toggle-request', { detail: !this.on }));
  }

  static override styles = [
    base,
    css`
      :host { display: inline-block; }
      button {
        display: inline-flex; align-items: center; gap: var(--sy-space-3); min-height: 2.25rem; padding: 0 var(--sy-space-1); text-align: start;
        font: inherit; font-weight: 550; color: inherit; background: none; border: 0; cursor: pointer;
      }
      button:disabled { cursor: not-allowed; opacity: 0.6; }
      .track {
        position: relative; width: 2.5rem; height: 1.4rem; flex: none; border-radius: 999px;
        background: var(--sy-surface); border: 2px solid var(--sy-line-strong); transition: background var(--sy-quick), border-color var(--sy-quick);
      }
      .knob {
        position: absolute; inset-block: 2px; left: 2px; width: calc(1.4rem - 8px); border-radius: 50%;
        background: var(--sy-line-strong); transition: transform var(--sy-quick);
      }
      :host([on]) .track { background: var(--sy-on); border-color: var(--sy-on); }
      :host([on]) .knob { transform: translateX(1.1rem); background: var(--sy-raised); }
      :host([on][idle]) .track { background: var(--sy-line-strong); border-color: var(--sy-line-strong); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-toggle': SyToggle;
  }
}
