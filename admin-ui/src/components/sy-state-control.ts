import type { State } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { stateNames } from '../model/shown-state.ts';
import { base } from '../styles/base.ts';

const states: readonly State[] = ['off', 'conditional', 'on'];

/**
 * Off, conditional or on. It shows what it is told and asks to be changed.
 *
 * @fires state-request - The user wants another state; `detail` is that state.
 */
@customElement('sy-state-control')
export class SyStateControl extends LitElement {
  @property() label = 'State';
  @property() state: State = 'off';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean, reflect: true }) small = false;

  protected override render() {
    return html`
      <div role="radiogroup" aria-label=${this.label} aria-disabled=${this.disabled} @keydown=${this.#onKey}>
        ${states.map(
          (each) => html`
            <button
              type="button" role="radio" class=${each} aria-checked=${each === this.state}
              tabindex=${each === this.state ? 0 : -1} ?disabled=${this.disabled}
              @click=${() => this.#request(each)}
            ><span class="lamp" aria-hidden="true"></span>${stateNames[each]}</button>
          `,
        )}
      </div>
    `;
  }

  #onKey(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || this.disabled) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = (at + step + states.length) % states.length;
    buttons[next]?.focus();
  }

  #request(detail: State) {
    if (detail === this.state) return;
    this.dispatchEvent(new CustomEvent('state-request', { detail }));
  }

  static override styles = [
    base,
    css`
      :host { display: inline-block; }
      div { display: inline-flex; padding: 3px; gap: 2px; background: var(--sy-sunken); border-radius: var(--sy-radius); border: 1px solid var(--sy-line); }
      button {
        display: inline-flex; align-items: center; gap: 0.5rem; font: inherit; font-weight: 550; cursor: pointer;
        padding: 0.35rem 0.9rem; border: 1px solid transparent; border-radius: var(--sy-radius-s); background: transparent; color: var(--sy-ink-quiet);
        transition: background var(--sy-quick), color var(--sy-quick);
      }
      :host([small]) button { padding: 0.15rem 0.55rem; font-size: var(--sy-text-s); gap: 0.35rem; }
      button:hover:not(:disabled) { color: var(--sy-ink); }
      button:disabled { cursor: not-allowed; }
      button:disabled:not([aria-checked='true']) { opacity: 0.55; }
      .lamp { width: 0.65rem; height: 0.65rem; border-radius: 50%; border: 2px solid currentColor; flex: none; }
      button[aria-checked='true'] { background: var(--sy-raised); color: var(--sy-ink); border-color: var(--sy-line); box-shadow: var(--sy-shadow); }
      .on[aria-checked='true'] { color: var(--sy-on-ink); background: var(--sy-on-wash); }
      .on[aria-checked='true'] .lamp { background: var(--sy-on); border-color: var(--sy-on); }
      .conditional[aria-checked='true'] { color: var(--sy-conditional-ink); background: var(--sy-conditional-wash); }
      .conditional[aria-checked='true'] .lamp { border-color: var(--sy-conditional); background: linear-gradient(90deg, var(--sy-conditional) 50%, transparent 50%); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-state-control': SyStateControl;
  }
}
