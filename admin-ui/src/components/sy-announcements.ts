import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import type { Yard } from '../yard-types.ts';
import './sy-time.ts';

const most = 5;

/** What the train told everybody, or us, lately. */
@customElement('sy-announcements')
export class SyAnnouncements extends LitElement {
  /** The oldest first. */
  @property({ attribute: false }) messages: Yard['messages'] = [];
  /** The id of who looks at it. */
  @property() me = '';

  protected override render() {
    const told = this.messages.filter(({ to }) => to === 'everybody' || to.includes(this.me));
    if (told.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="told">
        <h2 id="told">Announced</h2>
        <ul>${told.slice(-most).reverse().map(this.#message)}</ul>
      </section>
    `;
  }

  readonly #message = ({ message, at, to }: Yard['messages'][number]) => html`
    <li>
      <span class="grow">${to === 'everybody' ? nothing : html`<span class="you">to you</span> `}${message}</span>
      <sy-time class="quiet small" at=${at}></sy-time>
    </li>
  `;

  static override styles = [
    base,
    css`
      :host { display: contents; }
      h2 { font-size: var(--sy-text-m); }
      li { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-4); padding-block: var(--sy-space-1); overflow-wrap: anywhere; }
      .grow { flex-basis: 14rem; }
      .you { padding: 0 0.45rem; border-radius: 999px; background: var(--sy-action-wash); color: var(--sy-action); font-size: var(--sy-text-s); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-announcements': SyAnnouncements;
  }
}
