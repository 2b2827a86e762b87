import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isAtLeast } from '../model/permissions.ts';
import { timeIn } from '../model/zones.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Command, Hold, Yard } from '../yard-types.ts';
import './sy-time.ts';

/**
 * Why nothing departs: who holds the train, and the freeze.
 *
 * @fires command-request - `detail` is the `Command` that lifts a hold.
 */
@customElement('sy-holds')
export class SyHolds extends LitElement {
  @property({ attribute: false }) yard!: Yard;
  /** The id of who looks at it. */
  @property() me = '';
  @property({ type: Boolean }) busy = false;

  protected override render() {
    const { holds, freeze } = this.yard;
    return html`
      ${holds.map((hold) => this.#hold(hold))}
      ${
        freeze === null
          ? nothing
          : html`<div class="freeze" role="status"><wa-icon name="snow"></wa-icon>
              <p><strong>Frozen: ${freeze.reason}</strong> <span class="small">Nothing departs until ${timeIn(freeze.until, freeze.timeZone)}.</span></p></div>`
      }
    `;
  }

  #hold({ by, reason, since }: Hold) {
    const isMine = by.id === this.me;
    return html`
      <div class="hold" role="alert">
        <wa-icon name="hand"></wa-icon>
        <p class="grow"><strong>${isMine ? 'You hold' : `${by.name} holds`} the train: ${reason}</strong>
          <span class="small">Since <sy-time at=${since}></sy-time>. Nothing departs or goes on until this is lifted.</span></p>
        ${this.#lift(by.id, by.name, isMine)}
      </div>
    `;
  }

  #lift(of: string, name: string, isMine: boolean) {
    const { role, policy } = this.yard;
    if (!isMine && !isAtLeast(role, policy.who.unhold)) {
      return html`<span class="small">${name} lifts it, or whoever has the role ${policy.who.unhold}.</span>`;
    }
    const detail: Command = { do: 'unhold', of };
    return html`<button class="button" aria-label="Lift the hold of ${name}" ?disabled=${this.busy}
      @click=${() => this.dispatchEvent(new CustomEvent('command-request', { detail }))}>Lift</button>`;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: contents; }
      div { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-3) var(--sy-space-4); padding: var(--sy-space-4) var(--sy-space-5); border-radius: var(--sy-radius-l); overflow-wrap: anywhere; }
      .hold { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      p { display: grid; }
      .hold p { flex: 1 1 14rem; }
      .hold .button { color: var(--sy-ink); }
      .freeze { background: var(--sy-action-wash); color: var(--sy-action); flex-wrap: nowrap; }
      div > wa-icon { font-size: 1.5rem; flex: none; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-holds': SyHolds;
  }
}
