import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Environment } from '../api-types.ts';
import {
  countOfFilters,
  entryKindNames,
  entryKinds,
  type LogFilters,
  spans,
} from '../model/log-filters.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/** A value, and what to call it. */
type Option = readonly [string, string];

/**
 * What the deploy log is narrowed to.
 *
 * @fires filters-change - `detail` are the filters that are other than before.
 */
@customElement('sy-log-filters')
export class SyLogFilters extends LitElement {
  @property({ attribute: false }) filters: LogFilters = {};
  @property({ attribute: false }) environments: readonly Environment[] = [];
  /** What there is to choose from, as far as it is known. */
  @property({ attribute: false }) apps: readonly string[] = [];
  @property({ attribute: false }) people: readonly Option[] = [];
  @property({ attribute: false }) switches: readonly string[] = [];
  @state() private isOpen = false;

  protected override render() {
    const { text = '', switch: switchKey = '' } = this.filters;
    const count = countOfFilters(this.filters);
    return html`
      <div class="tools" role="search">
        <input class="input find" type="search" aria-label="Search the log" placeholder="Search titles and reasons" autocomplete="off" .value=${text}
          @input=${(event: Event) => this.#change({ text: typedIn(event) })} />
        <button class="button open" aria-expanded=${this.isOpen} @click=${this.#toggle}>Filters${count > 0 ? ` (${count})` : ''}</button>
        <div class="more ${this.isOpen ? 'shown' : ''}">
          <input class="input switch" type="search" aria-label="Switch" placeholder="Any switch" list="switches" autocomplete="off" spellcheck="false"
            .value=${switchKey} @change=${(event: Event) => this.#change({ switch: typedIn(event).trim() })} />
          ${this.#select(
            'in',
            'Environment of entries',
            'All environments',
            this.environments.map(({ key, name }) => [key, name]),
          )}
          ${this.#select(
            'kind',
            'Kind of entries',
            'Deploys and notes',
            entryKinds.map((kind) => [kind, entryKindNames[kind]]),
          )}
          ${this.#select(
            'app',
            'App',
            'All apps',
            this.apps.map((app) => [app, app]),
          )}
          ${this.#select('person', 'Person', 'Everybody', this.people)}
          ${this.#time()}
          <datalist id="switches">${this.switches.map((key) => html`<option value=${key}></option>`)}</datalist>
        </div>
      </div>
    `;
  }

  /** What is chosen is offered, even if nothing else is known of it. */
  #select(name: string, label: string, none: string, options: readonly Option[]) {
    const value = this.filters[name] ?? '';
    const isKnown = value === '' || options.some(([each]) => each === value);
    const offered = isKnown ? options : [...options, [value, value] as const];
    return html`
      <select class="input" aria-label=${label} @change=${(event: Event) => this.#change({ [name]: typedIn(event) })}>
        <option value="">${none}</option>
        ${offered.map(([each, shown]) => html`<option value=${each} ?selected=${each === value}>${shown}</option>`)}
      </select>
    `;
  }

  #time() {
    const { since = '', from = '', to = '' } = this.filters;
    const isRange = since === 'range' || (since === '' && from + to !== '');
    return html`
      <select class="input" aria-label="Time" @change=${(event: Event) => this.#change({ since: typedIn(event), from: '', to: '' })}>
        <option value="">Any time</option>
        ${Object.entries(spans).map(([key, { name }]) => html`<option value=${key} ?selected=${key === since}>${name}</option>`)}
        <option value="range" ?selected=${isRange}>From … to …</option>
      </select>
      ${
        isRange
          ? html`<span class="range">${this.#moment('from', 'From', from)}<span aria-hidden="true">–</span>${this.#moment('to', 'To', to)}</span>`
          : nothing
      }
    `;
  }

  #moment(name: 'from' | 'to', label: string, value: string) {
    return html`<input class="input" type="datetime-local" aria-label=${label} .value=${value}
      @change=${(event: Event) => this.#change({ since: 'range', [name]: typedIn(event) })} />`;
  }

  #toggle() {
    this.isOpen = !this.isOpen;
  }

  #change(detail: LogFilters) {
    this.dispatchEvent(new CustomEvent('filters-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      .tools { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: var(--sy-space-2); }
      .find { grid-column: 1 / 5; }
      .open { display: none; }
      .more { display: contents; }
      .range { grid-column: 1 / -1; display: flex; gap: var(--sy-space-2); align-items: center; }
      @media (max-width: 1000px) { .tools { grid-template-columns: repeat(3, minmax(0, 1fr)); } .find { grid-column: 1 / 3; } }
      @media (max-width: 640px) {
        .tools { grid-template-columns: minmax(0, 1fr) auto; }
        .find { grid-column: 1; }
        .open { display: inline-flex; }
        .more { display: grid; grid-column: 1 / -1; gap: var(--sy-space-2); }
        .more:not(.shown) { display: none; }
        .range { flex-direction: column; align-items: stretch; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-log-filters': SyLogFilters;
  }
}
