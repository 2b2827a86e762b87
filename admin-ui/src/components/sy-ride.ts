import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Entry } from '../api-types.ts';
import { initials } from '../model/initials.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

type Ride = NonNullable<Entry['train']>;
type Rider = Ride['riders'][number];

/** What left together: the riders, who approved, and what stood in the way. */
@customElement('sy-ride')
export class SyRide extends LitElement {
  @property({ attribute: false }) ride!: Ride;
  /** The key of the environment that it rode in. */
  @property() environment = '';

  protected override render() {
    const { riders, overridden } = this.ride;
    return html`
      <ul>${riders.map(this.#rider)}</ul>
      ${
        overridden.length === 0
          ? nothing
          : html`<div class="warning">
              <wa-icon name="warning"></wa-icon>
              <div><strong>Overridden</strong><ul class="over">${overridden.map((words) => html`<li>${words}</li>`)}</ul></div>
            </div>`
      }
    `;
  }

  readonly #rider = ({ change, title, author, approvedBy }: Rider) => html`
    <li>
      <span class="face" aria-hidden="true">${initials(author.name)}</span>
      <div>
        <p>${isNumber(change) ? html`<a href=${addressOf(['changes', change], { environment: this.environment })}>${title}</a>` : title}</p>
        <p class="small quiet">${author.name}${approvedBy.length > 0 ? `, approved by ${approvedBy.map(({ name }) => name).join(' and ')}` : nothing}</p>
      </div>
    </li>
  `;

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      ul { display: grid; gap: var(--sy-space-3); }
      .over { gap: var(--sy-space-1); }
      ul > li { display: flex; gap: var(--sy-space-3); overflow-wrap: anywhere; }
      .face { display: grid; place-items: center; width: 2rem; height: 2rem; flex: none; border-radius: 50%; background: var(--sy-action-wash); color: var(--sy-action); font-size: 0.75rem; font-weight: 650; }
    `,
  ];
}

/** What left at once is no change that is kept. */
const isNumber = (change: string) => /^\d+$/.test(change);

declare global {
  interface HTMLElementTagNameMap {
    'sy-ride': SyRide;
  }
}
