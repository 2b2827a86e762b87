import type { Problem } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  type Day,
  days,
  type FreezeWindow,
  newFreeze,
  type Once,
  type Weekly,
} from '../model/freezes.ts';
import { problemsAt } from '../model/problems.ts';
import { typedIn } from '../model/typed-in.ts';
import { ownZone, zones } from '../model/zones.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Times in which nothing departs.
 *
 * @fires freezes-change - `detail` is the new list.
 */
@customElement('sy-freezes-editor')
export class SyFreezesEditor extends LitElement {
  @property({ attribute: false }) freezes: readonly FreezeWindow[] = [];
  /** Paths begin with the number of the window, from 0. */
  @property({ attribute: false }) problems: readonly Problem[] = [];

  protected override render() {
    return html`
      ${this.freezes.length === 0 ? html`<p class="quiet">None: releases leave at any time.</p>` : html`<ul>${this.freezes.map(this.#window)}</ul>`}
      <datalist id="zones">${zones.map((each) => html`<option value=${each}></option>`)}</datalist>
      <div class="row">
        <button type="button" class="button small" @click=${() => this.#add('week')}><wa-icon name="plus"></wa-icon>Every week</button>
        <button type="button" class="button small" @click=${() => this.#add('once')}><wa-icon name="plus"></wa-icon>Once</button>
      </div>
    `;
  }

  readonly #window = (window: FreezeWindow, at: number) => {
    const number = at + 1;
    const problems = problemsAt(this.problems, String(at));
    return html`
      <li role="group" aria-label="Freeze window ${number}">
        ${window.every === 'week' ? this.#weekly(window, at) : this.#once(window, at)}
        <button type="button" class="button plain icon small" aria-label="Remove freeze window ${number}"
          @click=${() => this.#change(this.freezes.filter((_, index) => index !== at))}><wa-icon name="xmark"></wa-icon></button>
        <div class="field">
          <label for="zone-${at}">Time zone</label>
          <input id="zone-${at}" class="input" list="zones" autocomplete="off" spellcheck="false" .value=${window.timeZone}
            @change=${(event: Event) => this.#replace(at, { ...window, timeZone: typedIn(event).trim() })} />
        </div>
        <div class="field reason">
          <label for="reason-${at}">Reason</label>
          <input id="reason-${at}" class="input" maxlength="500" autocomplete="off" placeholder="People see it while the freeze lasts" .value=${window.reason}
            @change=${(event: Event) => this.#replace(at, { ...window, reason: typedIn(event) })} />
        </div>
        ${problems.length === 0 ? nothing : html`<p class="problem" role="alert">${problems.join(' ')}</p>`}
      </li>
    `;
  };

  #weekly(window: Weekly, at: number) {
    const side = (name: 'from' | 'to') => html`
      <div class="field">
        <label for="${name}-${at}">${ends[name]} every week</label>
        <span class="pair">
          <select id="${name}-${at}" class="input" @change=${(event: Event) => this.#replace(at, { ...window, [name]: { ...window[name], day: typedIn(event) as Day } })}>
            ${days.map((day) => html`<option value=${day} ?selected=${day === window[name].day}>${day[0]?.toUpperCase()}${day.slice(1)}</option>`)}
          </select>
          <input class="input" type="time" aria-label="${ends[name]} at" .value=${window[name].time}
            @change=${(event: Event) => this.#replace(at, { ...window, [name]: { ...window[name], time: typedIn(event) } })} />
        </span>
      </div>
    `;
    return html`${side('from')}${side('to')}`;
  }

  #once(window: Once, at: number) {
    const side = (name: 'from' | 'to') => html`
      <div class="field">
        <label for="${name}-${at}">${ends[name]}</label>
        <input id="${name}-${at}" class="input" type="datetime-local" .value=${window[name]}
          @change=${(event: Event) => this.#replace(at, { ...window, [name]: typedIn(event).slice(0, 16) })} />
      </div>
    `;
    return html`${side('from')}${side('to')}`;
  }

  #add(every: FreezeWindow['every']) {
    this.#change([...this.freezes, newFreeze(every, ownZone, Date.now())]);
  }

  #replace(at: number, window: FreezeWindow) {
    this.#change(this.freezes.map((each, index) => (index === at ? window : each)));
  }

  #change(detail: readonly FreezeWindow[]) {
    this.dispatchEvent(new CustomEvent('freezes-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      ul { display: grid; gap: var(--sy-space-4); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; gap: var(--sy-space-2) var(--sy-space-4); align-items: end; }
      li + li { border-top: 1px solid var(--sy-line); padding-top: var(--sy-space-4); }
      .pair { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: var(--sy-space-2); }
      .reason { grid-column: 2 / -1; }
      .problem { grid-column: 1 / -1; }
      @media (max-width: 640px) {
        li { grid-template-columns: minmax(0, 1fr) auto; }
        .field { grid-column: 1 / -1; }
        .field:first-child { grid-column: 1; }
        li > .icon { grid-column: 2; grid-row: 1; }
      }
    `,
  ];
}

const ends = { from: 'Begins', to: 'Ends' };

declare global {
  interface HTMLElementTagNameMap {
    'sy-freezes-editor': SyFreezesEditor;
  }
}
