import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { timeIn } from '../model/zones.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Command, ProposalSummary, Yard } from '../yard-types.ts';

/**
 * Changes that are not aboard: those that board at a time, and those that just wait.
 *
 * @fires board-request - `detail` is the change.
 * @fires command-request - `detail` is the `Command` that cancels a boarding.
 */
@customElement('sy-platform')
export class SyPlatform extends LitElement {
  @property() environment = '';
  @property({ attribute: false }) bookings: Yard['bookings'] = [];
  /** Open changes, the newest first. */
  @property({ attribute: false }) waiting: readonly ProposalSummary[] = [];
  /** There are more of them. */
  @property({ type: Boolean }) more = false;
  @property({ type: Boolean }) disabled = false;

  protected override render() {
    const booked = new Set(this.bookings.map(({ change }) => change));
    const waiting = this.waiting.filter(({ number }) => !booked.has(number));
    if (booked.size + waiting.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="platform">
        <h2 id="platform">On the platform</h2>
        <ul>${this.bookings.map(this.#booking)}${waiting.map(this.#change)}</ul>
        ${this.more ? html`<p><a href=${addressOf(['changes'], { show: 'open' })}>All open changes</a></p>` : nothing}
      </section>
    `;
  }

  readonly #booking = ({ change, title, author, at, timeZone }: Yard['bookings'][number]) => {
    const detail: Command = { do: 'leave', change };
    return html`
      <li class="booking">
        <wa-icon name="clock"></wa-icon>
        <span class="grow">${this.#link(change, title)} <span class="quiet">${author.name}, boards ${timeIn(at, timeZone)}</span></span>
        ${this.disabled ? nothing : html`<button class="button plain small" aria-label="Cancel the boarding of ${title}" @click=${() => this.#ask('command-request', detail)}>Cancel</button>`}
      </li>
    `;
  };

  readonly #change = (change: ProposalSummary) => html`
    <li>
      <span class="grow">${this.#link(change.number, change.title)} <span class="quiet">${change.author.name}</span></span>
      ${this.disabled ? nothing : html`<button class="button small" aria-label="Board: ${change.title}" @click=${() => this.#ask('board-request', change)}>Board…</button>`}
    </li>
  `;

  #link(number: number, title: string) {
    return html`<a href=${addressOf(['changes', String(number)], { environment: this.environment })}>${title}</a>`;
  }

  #ask(name: string, detail: unknown) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: contents; }
      h2 { font-size: var(--sy-text-m); }
      li { display: flex; align-items: center; gap: var(--sy-space-3); padding-block: var(--sy-space-1); overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-platform': SyPlatform;
  }
}
