import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { durationInWords } from '../model/durations.ts';
import { progressOf, type Station, stationsOf } from '../model/yard.ts';
import { Roomy } from '../roomy.ts';
import { base } from '../styles/base.ts';
import { Ticking } from '../ticking.ts';
import type { Yard } from '../yard-types.ts';
import './sy-cars.ts';

const mostSidings = 4;

/** The line from left to right: groups that wait, princess, the stages of the plan, everybody; and who is where. */
@customElement('sy-track')
export class SyTrack extends LitElement {
  @property({ attribute: false }) yard!: Yard;

  readonly #room = new Roomy(this);

  constructor() {
    super();
    new Ticking(this);
  }

  protected override render() {
    const stations = stationsOf(this.yard);
    const columns = stations.map(columnOf);
    const least = columns.reduce((sum, { rem }) => sum + rem, 0);
    const widths = columns.map(({ rem, share }) => `minmax(${rem}rem, ${share}fr)`);
    return html`
      <ol class=${this.#room.has(least) ? 'wide' : 'stacked'} style="--columns: ${widths.join(' ')}" aria-label="Stations of the train">
        ${stations.map(this.#station)}
      </ol>
    `;
  }

  readonly #station = (station: Station) => {
    const { name, kind, reached, groups } = station;
    const { rollout } = this.yard;
    const isHere = reached === 'here' && rollout !== null;
    const part = isHere ? progressOf(rollout, Date.now()).part : 0;
    return html`
      <li class="${kind} ${reached} ${groups.length > 0 ? 'busy' : ''}" aria-label=${name} aria-current=${isHere ? 'step' : nothing}>
        <div class="name"><h3>${name}</h3><p class="note">${this.#note(station)}</p></div>
        <div class="place">${this.#groups(station)}</div>
        <div class="rail" style="--part: ${part}" aria-hidden="true"><span class="stop"></span></div>
      </li>
    `;
  };

  #groups({ kind, groups }: Station) {
    const { environment } = this.yard;
    // The head stands lowest, next to the line.
    const shown = groups.slice(0, mostSidings).reverse();
    return html`
      ${groups.length > mostSidings ? html`<p class="more">and ${groups.length - mostSidings} more groups</p>` : nothing}
      ${repeat(
        shown,
        ({ id }) => id,
        (group) =>
          html`<div class=${kind === 'waiting' && group !== groups[0] ? 'siding' : 'line'}><sy-cars .group=${group} environment=${environment}></sy-cars></div>`,
      )}
    `;
  }

  #note({ kind, groups, minimumMs }: Station) {
    if (kind === 'live') return `release ${this.yard.release}`;
    if (minimumMs !== undefined) return durationInWords(minimumMs);
    if (groups.length === 0) return kind === 'waiting' ? 'nobody' : 'free';
    return groups.length === 1 ? 'a group' : `${groups.length} groups`;
  }

  static override styles = [
    base,
    css`
      :host { --rail: light-dark(#c9c2b3, #3a4757); --thick: 4px; }
      ol { display: grid; grid-template-columns: var(--columns); min-width: 0; }
      li { display: grid; grid-template-rows: auto minmax(5.2rem, 1fr) auto; min-width: 0; position: relative; }
      .name { padding-inline-end: var(--sy-space-2); }
      h3 { font-size: var(--sy-text-s); line-height: 1.3; overflow-wrap: anywhere; hyphens: auto; }
      .note { font-size: 0.75rem; color: var(--sy-ink-quiet); }
      .ahead:not(.busy):not(.live):not(.waiting) h3 { color: var(--sy-ink-quiet); font-weight: 550; }
      .here h3 { color: var(--sy-conditional-ink); }
      .live h3 { color: var(--sy-on-ink); }
      .place { display: flex; flex-direction: column; justify-content: end; align-items: start; padding-top: var(--sy-space-3); }
      .more { font-size: 0.75rem; color: var(--sy-ink-quiet); }
      .line, .siding { position: relative; width: 100%; }
      .siding { padding-inline-end: 1.2rem; }
      .siding::before { content: ''; position: absolute; inset: auto 1.2rem 0 0; height: 3px; border-radius: 2px 0 0 2px; background: var(--rail); }
      .siding::after {
        content: ''; position: absolute; right: 0.2rem; top: calc(100% - 3px); width: 1rem; height: calc(100% + 5px);
        border: solid var(--rail); border-width: 3px 3px 0 0; border-top-right-radius: 1rem;
      }
      .siding sy-cars { margin-bottom: 2px; }
      .rail { position: relative; height: 1.1rem; }
      .rail::before {
        content: ''; position: absolute; inset: 0 0 auto; height: var(--thick);
        background: linear-gradient(90deg, var(--sy-conditional) calc(var(--part) * 100%), var(--rail) calc(var(--part) * 100%));
      }
      .rail::after {
        content: ''; position: absolute; inset: 0 0 auto; top: calc(var(--thick) + 1px); height: 4px; opacity: 0.55;
        background: repeating-linear-gradient(90deg, var(--rail) 0 3px, transparent 3px 11px);
      }
      .live .rail::after { display: none; }
      .passed .rail { --part: 1 !important; }
      li:first-child .rail::before { border-start-start-radius: 4px; border-end-start-radius: 4px; }
      .stop {
        position: absolute; left: 0; top: calc(var(--thick) / 2 - 0.45rem); width: 0.9rem; height: 0.9rem; border-radius: 50%;
        background: var(--sy-surface); border: 3px solid var(--rail); z-index: 1;
      }
      .busy:not(.here) .stop { border-color: var(--sy-ink-quiet); }
      .passed .stop, .here .stop { border-color: var(--sy-conditional); background: var(--sy-conditional); }
      .here .stop { box-shadow: 0 0 0 4px color-mix(in srgb, var(--sy-conditional) 28%, transparent); animation: breathe 2.4s ease-in-out infinite; }
      @keyframes breathe { 50% { box-shadow: 0 0 0 7px color-mix(in srgb, var(--sy-conditional) 12%, transparent); } }
      .live .rail::before { right: auto; width: 0.5rem; }
      .live .stop { width: 1.1rem; height: 1.1rem; top: calc(var(--thick) / 2 - 0.55rem); border-color: var(--sy-on); background: var(--sy-on); }
      sy-cars { animation: arrive 0.35s ease-out; }
      @keyframes arrive { from { opacity: 0; transform: translateX(-1.5rem); } }

      .stacked { grid-template-columns: minmax(0, 1fr); }
      .stacked li { grid-template: auto auto / 1.6rem minmax(0, 1fr); padding-bottom: var(--sy-space-4); }
      .stacked .name { grid-area: 1 / 2; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--sy-space-2); }
      .stacked .place { grid-area: 2 / 2; padding-top: 0.3rem; }
      .stacked li:not(.busy) .place { display: none; }
      .stacked .rail { grid-area: 1 / 1 / 3 / 2; height: auto; margin-bottom: calc(-1 * var(--sy-space-4)); }
      .stacked .rail::before {
        inset: 0.6rem auto 0 0.4rem; width: var(--thick); height: auto;
        background: linear-gradient(180deg, var(--sy-conditional) calc(var(--part) * 100%), var(--rail) calc(var(--part) * 100%));
      }
      .stacked .live .rail::before, .stacked .rail::after, .stacked .siding::before, .stacked .siding::after { display: none; }
      .stacked .siding { padding: 0; }
      .stacked .stop { top: 0.2rem; left: 0.08rem; }
      .stacked .live .stop { left: -0.02rem; }
    `,
  ];
}

/** Whoever is somewhere needs room there: the least in rem, and the share of what is left. */
function columnOf({ kind, groups }: Station): { readonly rem: number; readonly share: number } {
  const most = Math.max(...groups.map(({ riders }) => riders.length), 0);
  const room = most * 3.1 + 4.6;
  if (kind === 'live') return { rem: 5, share: 0.7 };
  if (kind === 'waiting') return { rem: most > 0 ? room : 6, share: 1.6 };
  return most > 0 ? { rem: room, share: 1.4 } : { rem: 4.2, share: 1 };
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-track': SyTrack;
  }
}
