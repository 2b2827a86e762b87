import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { initials } from '../model/initials.ts';
import { markInWords } from '../model/yard.ts';
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
          <span aria-hidden="true">${initials(driver.name)}</span>
          <span class="tip" aria-hidden="true">${this.#engineWords().map((each) => html`<span>${each}</span>`)}</span>
        </span>
      </div>
    `;
  }

  readonly #car = (rider: Rider) => {
    const { change, title, author, mark, words } = rider;
    const label = `${author.name}: ${title}, ${markInWords(rider)}`;
    const inside = html`
      <span aria-hidden="true">${initials(author.name)}</span>
      <sy-mark .mark=${mark} aria-hidden="true"></sy-mark>
      <span class="tip" aria-hidden="true">
        <strong>${title}</strong>
        <span>${author.name} ${markInWords(rider)}</span>
        ${words.slice(0, 6).map((each) => html`<span class="words">${each}</span>`)}
        ${words.length > 6 ? html`<span>and ${words.length - 6} more</span>` : nothing}
      </span>
    `;
    return html`<li>${
      change === null
        ? html`<span class="car" tabindex="0" role="img" aria-label=${label}>${inside}</span>`
        : html`<a class="car" aria-label=${label} aria-description=${words.join('; ')}
            href=${addressOf(['changes', String(change)], { environment: this.environment })}>${inside}</a>`
    }</li>`;
  };

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
      :host { --car: light-dark(#24405f, #3a5675); --wheel: light-dark(#16263b, #0b131d); --stripe: #f5b32b; display: inline-block; }
      div, ol { display: flex; align-items: end; gap: 4px; }
      .car, .engine {
        position: relative; display: grid; place-items: center; width: 2.4rem; height: 2rem; margin: 0.45rem 0 6px;
        border-radius: 7px 7px 3px 3px; background: var(--car); color: #fff; text-decoration: none;
        font-size: 0.78rem; font-weight: 650; letter-spacing: 0.02em; transition: transform var(--sy-quick), background var(--sy-quick);
      }
      .car:hover, .car:focus-visible { transform: translateY(-2px); }
      .car::after, .engine::after {
        content: ''; position: absolute; inset: auto 4px -6px; height: 8px;
        background: radial-gradient(circle at 4px 4px, var(--wheel) 3.4px, transparent 4px) no-repeat,
          radial-gradient(circle at calc(100% - 4px) 4px, var(--wheel) 3.4px, transparent 4px) no-repeat;
      }
      li + li .car::before, .engine::before {
        content: ''; position: absolute; left: -5px; bottom: 4px; width: 6px; height: 3px; background: var(--wheel);
      }
      .engine {
        width: 2.9rem; height: 2.15rem; border-radius: 6px 16px 4px 4px; padding-inline-end: 0.35rem;
        background: linear-gradient(0deg, transparent 3px, var(--stripe) 3px 6px, transparent 6px), var(--car);
      }
      .engine > span:first-child { margin-top: -5px; }
      sy-mark { position: absolute; top: -0.5rem; right: -0.35rem; font-size: 0.95rem; }
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
        .engine .tip { left: auto; right: 0; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-cars': SyCars;
  }
}
