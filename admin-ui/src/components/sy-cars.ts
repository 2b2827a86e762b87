import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { initials } from '../model/initials.ts';
import { markInWords, wordsOf } from '../model/yard.ts';
import { timeIn } from '../model/zones.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import type { Rider, YardGroup } from '../yard-types.ts';
import './sy-mark.ts';

/** A group as it stands on the rails: a car for each rider, and the driver's engine. */
@customElement('sy-cars')
export class SyCars extends LitElement {
  @property({ attribute: false }) group!: YardGroup;
  @property() environment = '';

  protected override render() {
    const { id, riders, driver } = this.group;
    return html`
      <div role="group" aria-label="Group ${id}, driven by ${driver.name}">
        <ol>${riders.map(this.#car)}</ol>
        <span class="engine" tabindex="0" role="img" aria-label=${this.#engineWords().join('. ')}>
          ${this.#isAboard() ? html`<wa-icon name="wheel" aria-hidden="true"></wa-icon>` : html`<span aria-hidden="true">${initials(driver.name)}</span>`}
          <span class="tip" aria-hidden="true">${this.#engineWords().map((each) => html`<span>${each}</span>`)}</span>
        </span>
      </div>
    `;
  }

  readonly #car = (rider: Rider) => {
    const { change, title, author, mark } = rider;
    const words = wordsOf(rider);
    const drives = author.id === this.group.driver.id;
    const label = `${author.name}: ${title}, ${markInWords(rider)}${drives ? ', drives' : ''}`;
    const car = `car ${drives ? 'driver' : ''}`;
    const inside = html`
      <span aria-hidden="true">${initials(author.name)}</span>
      ${mark === null && (change === null || this.group.station === 'waiting') ? nothing : html`<sy-mark .mark=${mark} aria-hidden="true"></sy-mark>`}
      <span class="tip" aria-hidden="true">
        <strong>${title}</strong>
        <span>${author.name}: ${markInWords(rider)}${drives ? ', drives' : ''}</span>
        ${words.slice(0, 6).map((each) => html`<span class="words">${each}</span>`)}
        ${words.length > 6 ? html`<span>and ${words.length - 6} more</span>` : nothing}
      </span>
    `;
    return html`<li>${
      change === null
        ? html`<span class=${car} tabindex="0" role="img" aria-label=${label}>${inside}</span>`
        : html`<a class=${car} aria-label=${label} aria-description=${words.join('; ')}
            href=${addressOf(['changes', String(change)], { environment: this.environment })}>${inside}</a>`
    }</li>`;
  };

  #isAboard() {
    const { riders, driver } = this.group;
    return riders.some(({ author }) => author.id === driver.id);
  }

  #engineWords() {
    const { id, driver, rides, departure } = this.group;
    const when =
      departure?.timeZone != null
        ? [`Departs by itself ${timeIn(departure.at, departure.timeZone)}`]
        : departure
          ? ['Departs by itself as soon as its code is there']
          : [];
    const how = rides === 'express' ? ['Express'] : rides === 'alone' ? ['Rides alone'] : [];
    return [`Group ${id}`, `${driver.name} drives`, ...how, ...when];
  }

  static override styles = [
    base,
    css`
      :host { --car: var(--sy-car); --wheel: light-dark(#16263b, #8796a8); --hub: light-dark(#aebaca, #18202a); --stripe: #f5b32b; display: inline-block; }
      div, ol { display: flex; align-items: end; gap: 5px; }
      .car, .engine {
        position: relative; display: grid; place-content: end center; padding-bottom: 0.4rem; width: 2.75rem; height: 2.35rem; margin: 0.6rem 0 7px;
        border-radius: 8px 8px 4px 4px; background: linear-gradient(180deg, color-mix(in srgb, var(--car) 82%, #fff) 0 3px, var(--car) 3px); color: #fff; text-decoration: none;
        font-size: 0.82rem; font-weight: 650; letter-spacing: 0.02em; transition: transform var(--sy-quick);
      }
      .car:is(:hover, :focus-visible) { transform: translateY(-2px); }
      .car:focus-visible, .engine:focus-visible { border-radius: 8px; }
      .car::after, .engine::after {
        content: ''; position: absolute; inset: auto 5px -7px; height: 9px;
        background: radial-gradient(circle at 4.5px 4.5px, var(--hub) 1.2px, var(--wheel) 1.6px 4px, transparent 4.6px) no-repeat,
          radial-gradient(circle at calc(100% - 4.5px) 4.5px, var(--hub) 1.2px, var(--wheel) 1.6px 4px, transparent 4.6px) no-repeat;
      }
      li + li .car::before, .engine::before {
        content: ''; position: absolute; left: -6px; bottom: 4px; width: 7px; height: 3px; background: var(--wheel);
      }
      .driver > span:first-child { border-bottom: 2px solid var(--stripe); line-height: 1.25; }
      .engine {
        width: 3.1rem; height: 2.5rem; border-radius: 6px 18px 5px 4px; padding: 0 0.3rem 0.7rem 0;
        background: linear-gradient(0deg, transparent 4px, var(--stripe) 4px 7px, transparent 7px), var(--car);
      }
      .engine wa-icon { font-size: 1.05rem; color: var(--stripe); }
      sy-mark { position: absolute; top: -0.7rem; left: 50%; translate: -50% 0; font-size: 0.95rem; }
      .tip {
        position: absolute; z-index: 6; bottom: calc(100% + 0.7rem); left: 50%; translate: -50% 0; width: max-content; max-width: 17rem;
        display: none; gap: 0.15rem; padding: var(--sy-space-2) var(--sy-space-3); border-radius: var(--sy-radius);
        background: var(--wa-tooltip-background-color); color: var(--wa-tooltip-content-color); box-shadow: var(--sy-shadow-l);
        font-size: var(--sy-text-s); font-weight: 400; letter-spacing: 0; line-height: 1.4; text-align: start; overflow-wrap: anywhere; pointer-events: none;
      }
      .tip .words { font-family: var(--sy-mono); font-size: 0.75rem; }
      :is(.car, .engine):is(:hover, :focus-visible) { z-index: 6; }
      :is(.car, .engine):is(:hover, :focus-visible) .tip { display: grid; }
      @media (max-width: 860px) {
        .tip { left: 0; translate: 0 0; max-width: 14rem; }
        .engine .tip, li:nth-child(n + 3) .tip { left: auto; right: 0; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-cars': SyCars;
  }
}
