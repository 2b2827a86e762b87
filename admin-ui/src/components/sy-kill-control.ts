import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Turns a switch off for everybody, now. Asks once more, by a second click.
 *
 * @fires kill-request
 */
@customElement('sy-kill-control')
export class SyKillControl extends LitElement {
  @property() environment = '';
  @property({ type: Boolean }) busy = false;
  @state() private isAsking = false;

  protected override render() {
    if (!this.isAsking) {
      return html`
        <button class="button danger" ?disabled=${this.busy} @click=${this.#ask}>
          <wa-icon name="stop"></wa-icon>Kill
        </button>
      `;
    }
    return html`
      <div class="ask" role="group" aria-label="Kill this switch?" @keydown=${this.#onKey}>
        <button class="button danger sure" @click=${this.#kill}>Off for everybody in ${this.environment}, now</button>
        <button class="button" @click=${this.#leave}>Cancel</button>
      </div>
    `;
  }

  async #ask() {
    this.isAsking = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.sure')?.focus();
  }

  async #leave() {
    this.isAsking = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  #kill() {
    this.isAsking = false;
    this.dispatchEvent(new CustomEvent('kill-request'));
  }

  #onKey(event: KeyboardEvent) {
    if (event.key === 'Escape') void this.#leave();
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: inline-block; }
      .ask { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); }
      .sure { white-space: normal; text-align: start; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-kill-control': SyKillControl;
  }
}
