import { css, html, LitElement, nothing, render, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { clockTicks, elapsedSteps, elapsedTicks, thinned, timeInWords } from './graph-axis.ts';

export interface GraphSeries {
  readonly label: string;
  /** One for each of `times`; null where there is none. */
  readonly values: readonly (number | null)[];
  /** The one to look at first. */
  readonly isMain?: boolean;
}

/** Across the graph, at a value. */
export interface GraphLine {
  readonly value: number;
  readonly label: string;
}

/** Down the graph, at a time, such as a deploy. */
export interface GraphMark {
  readonly at: number;
  readonly label: string;
  readonly href?: string;
  /** Code deploys and config deploys look different. */
  readonly tone?: 'code' | 'config' | 'back';
}

export interface GraphSpan {
  readonly from: number;
  readonly to: number;
}

const mostRows = 120;
/** Of deploys at one place. */
const mostLabels = 4;
/** More than whoever goes by keyboard wants to pass. */
const mostStops = 12;
const colours = 6;

/**
 * Values over time as lines, with the same as a table behind a disclosure. Dragging zooms in, a double click
 * shows all again. Follows the theme and its own width.
 *
 * @fires zoom-change - The span now shown, or null for all; `zoom` has it already.
 */
@customElement('sy-graph')
export class SyGraph extends LitElement {
  /** What it shows, for who cannot see it. */
  @property() label = '';
  /** What can be seen in it, in a sentence. */
  @property() summary = '';
  /** Milliseconds, ascending: since 1970, or since something began. */
  @property({ attribute: false }) times: readonly number[] = [];
  @property() axis: 'clock' | 'elapsed' = 'clock';
  @property({ attribute: false }) series: readonly GraphSeries[] = [];
  @property({ attribute: false }) lines: readonly GraphLine[] = [];
  @property({ attribute: false }) marks: readonly GraphMark[] = [];
  /** How a value is written at the axis, in the tooltip and in the table. */
  @property({ attribute: false }) format: (value: number) => string = (value) =>
    value.toLocaleString('en', { maximumSignificantDigits: 4 });
  /** The values that are always in sight. */
  @property({ attribute: false }) always: readonly number[] = [0];
  /** What is below this is drawn at the bottom. */
  @property({ type: Number }) floor = -Infinity;
  /** Ticks are at multiples of this. */
  @property({ type: Number }) step = 0;
  @property({ type: Number }) height = 240;
  /** What is said where there are no values. */
  @property() empty = 'There is nothing to show yet.';
  /** What is shown of time, unless it is zoomed; else all that there are values of. */
  @property({ attribute: false }) span: GraphSpan | null = null;
  @property({ attribute: false }) zoom: GraphSpan | null = null;
  @state() private isTableOpen = false;
  @query('.plot') private plot!: HTMLElement | null;
  #uplot: uPlot | undefined;
  #shape = '';
  #overlay: HTMLElement | undefined;
  readonly #resized = new ResizeObserver(() => this.#resize());
  readonly #rethemed = new MutationObserver(() => this.#uplot?.redraw(false));
  readonly #system = matchMedia('(prefers-color-scheme: dark)');
  readonly #repaint = () => this.#uplot?.redraw(false);

  override connectedCallback() {
    super.connectedCallback();
    this.#rethemed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#system.addEventListener('change', this.#repaint);
    this.requestUpdate();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#rethemed.disconnect();
    this.#system.removeEventListener('change', this.#repaint);
    this.#discard();
  }

  protected override render() {
    const isEmpty = this.times.length === 0;
    return html`
      <figure aria-label=${this.label}>
        ${isEmpty ? html`<p class="empty quiet">${this.empty}</p>` : this.#legend()}
        <div class="plot" role="img" aria-label="${this.label}. ${this.summary}" ?hidden=${isEmpty}></div>
        ${this.summary || this.zoom ? this.#caption() : nothing}
        ${isEmpty ? nothing : this.#table()}
      </figure>
    `;
  }

  #legend() {
    if (this.series.length < 2) return nothing;
    return html`
      <ul class="legend">
        ${this.series.map(({ label, isMain }, at) => html`<li class=${isMain ? 'main' : ''}><span class="swatch" style="--colour: var(--graph-${colourOf(at)})"></span>${label}</li>`)}
      </ul>
    `;
  }

  #caption() {
    return html`
      <figcaption class="small quiet">
        ${this.summary}
        ${this.zoom ? html`<button type="button" class="button small" @click=${() => this.#zoomTo(null)}>Show all</button>` : nothing}
      </figcaption>
    `;
  }

  #table() {
    const rows = this.isTableOpen ? thinned(this.times, mostRows) : [];
    return html`
      <details @toggle=${(event: Event) => {
        this.isTableOpen = (event.target as HTMLDetailsElement).open;
      }}>
        <summary class="small">Values as a table</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="${this.label}: values">
          <table>
            <thead><tr><th scope="col">${this.axis === 'clock' ? 'Time' : 'After'}</th>${this.series.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
            <tbody>
              ${rows.map(
                (at) => html`
                  <tr>
                    <th scope="row">${timeInWords(this.times[at] ?? 0, this.axis)}</th>
                    ${this.series.map(({ values }) => html`<td>${this.#inWords(values[at])}</td>`)}
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
      </details>
    `;
  }

  #inWords(value: number | null | undefined) {
    return value === null || value === undefined ? '–' : this.format(value);
  }

  protected override updated() {
    const { plot } = this;
    if (plot === null || this.times.length === 0) return this.#discard();
    const shape = JSON.stringify([this.axis, this.height, this.series.map(({ label }) => label)]);
    if (shape !== this.#shape) {
      this.#discard();
      this.#shape = shape;
      this.#uplot = new uPlot(this.#options(plot.clientWidth), this.#data(), plot);
      this.#overlay = document.createElement('div');
      this.#uplot.over.append(this.#overlay);
      this.#resized.observe(plot);
      this.#drawOverlay();
    } else this.#uplot?.setData(this.#data());
  }

  #data(): uPlot.AlignedData {
    return [
      [...this.times],
      ...this.series.map(({ values }) =>
        values.map((value) => (value === null ? null : Math.max(value, this.floor))),
      ),
    ];
  }

  #options(width: number): uPlot.Options {
    const style = getComputedStyle(this);
    const axis = {
      stroke: () => this.#colour('--sy-ink-quiet'),
      grid: { stroke: () => this.#colour('--sy-line'), width: 1 },
      ticks: { show: false },
      font: `12px ${style.fontFamily}`,
    };
    return {
      width: Math.max(width, 1),
      height: this.height,
      ms: 1,
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 7 },
        drag: { x: true, y: false, setScale: false, dist: 6 },
        bind: {
          // Over marks too: they lie on the plot.
          mousemove: (_, __, move) => (event) => {
            move(event);
            return null;
          },
          mousedown: (_, __, press) => (event) => {
            if (event.button === 0) press(event);
            return null;
          },
          dblclick: () => () => {
            this.#zoomTo(null);
            return null;
          },
        },
      },
      scales: {
        x: { time: this.axis === 'clock', range: (_, min, max) => this.#span(min, max) },
        y: { range: (_, min, max) => this.#height(min, max) },
      },
      axes: [
        this.axis === 'clock'
          ? { ...axis, size: 32, gap: 8, space: 70, values: (_, ticks) => clockTicks(ticks) }
          : {
              ...axis,
              size: 32,
              gap: 8,
              space: 60,
              incrs: elapsedSteps,
              values: (_, ticks) => elapsedTicks(ticks),
            },
        {
          ...axis,
          space: 36,
          ...(this.step > 0 && {
            incrs: [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000].map((n) => n * this.step),
          }),
          values: (_, ticks) => ticks.map((tick) => this.format(tick)),
          size: (plot, ticks) => {
            const longest = Math.max(...(ticks ?? []).map((tick) => tick.length), 1);
            return Math.max(plot.axes[1]?.gap ?? 5, 5) + longest * 7 + 6;
          },
        },
      ],
      series: [
        {},
        ...this.series.map(
          ({ label, isMain }, at): uPlot.Series => ({
            label,
            stroke: () => this.#colour(`--graph-${colourOf(at)}`),
            width: isMain ? 2.5 : 1.5,
            ...(at >= colours && { dash: [6, 4] }),
            points: { show: this.times.length < 2 },
          }),
        ),
      ],
      hooks: {
        draw: [() => this.#drawOverlay()],
        setCursor: [() => this.#drawOverlay()],
        setSelect: [(plot) => this.#select(plot)],
      },
    };
  }

  #span(min: number, max: number): uPlot.Range.MinMax {
    const shown = this.zoom ?? this.span;
    if (shown) return [shown.from, shown.to];
    return min < max ? [min, max] : [min, min + 1000];
  }

  #height(min: number | null, max: number | null): uPlot.Range.MinMax {
    const all = [min ?? 0, max ?? 0, ...this.always, ...this.lines.map(({ value }) => value)];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const room = (most - least || 1) * 0.06;
    return [least === 0 ? 0 : least - room, most + room];
  }

  #select(plot: uPlot) {
    const { left, width } = plot.select;
    if (width === 0) return;
    const span = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#zoomTo(span);
  }

  #zoomTo(zoom: GraphSpan | null) {
    if (zoom === this.zoom) return;
    this.zoom = zoom;
    this.dispatchEvent(new CustomEvent('zoom-change', { detail: zoom }));
  }

  #drawOverlay() {
    const plot = this.#uplot;
    if (plot === undefined || this.#overlay === undefined) return;
    const isInside = (at: number, size: number) => at >= 0 && at <= size;
    const { clientWidth: width, clientHeight: height } = plot.over;
    const stop = this.marks.length > mostStops ? '-1' : nothing;
    render(
      html`
        ${this.lines.map(({ value, label }) => {
          const top = plot.valToPos(value, 'y');
          return isInside(top, height)
            ? html`<div class="line" style="top: ${top}px"><span>${label}</span></div>`
            : nothing;
        })}
        ${this.marks.map(({ at, label, href, tone = 'config' }) => {
          const left = plot.valToPos(at, 'x');
          if (!isInside(left, width)) return nothing;
          return href === undefined
            ? html`<div class="mark ${tone}" style="left: ${left}px" title=${label}></div>`
            : html`<a class="mark ${tone}" style="left: ${left}px" draggable="false" tabindex=${stop} title=${label} aria-label=${label} href=${href}></a>`;
        })}
        ${this.#tip(plot, width)}
      `,
      this.#overlay,
    );
  }

  #tip(plot: uPlot, width: number) {
    const { idx, left = -1 } = plot.cursor;
    const time = idx === null || idx === undefined ? undefined : this.times[idx];
    if (time === undefined || idx === null || idx === undefined || left < 0) return nothing;
    const near = this.marks.filter(({ at }) => Math.abs(plot.valToPos(at, 'x') - left) < 6);
    const side = left > width / 2 ? `right: ${width - left + 12}px` : `left: ${left + 12}px`;
    return html`
      <div class="tip" style=${side}>
        <strong>${timeInWords(time, this.axis)}</strong>
        ${near.slice(0, mostLabels).map(({ label }) => html`<p class="near">${label}</p>`)}
        ${near.length > mostLabels ? html`<p class="near">and ${near.length - mostLabels} more</p>` : nothing}
        <dl>
          ${this.series.map(({ label, values }, at) => html`<dt><span class="swatch" style="--colour: var(--graph-${colourOf(at)})"></span>${label}</dt><dd>${this.#inWords(values[idx])}</dd>`)}
        </dl>
      </div>
    `;
  }

  /** As the theme has it now: a canvas knows no custom properties. */
  #colour(name: string): string {
    const { plot } = this;
    if (plot === null) return '';
    plot.style.color = `var(${name})`;
    return getComputedStyle(plot).color;
  }

  #resize() {
    const width = this.plot?.clientWidth ?? 0;
    if (width > 0 && width !== this.#uplot?.width) {
      this.#uplot?.setSize({ width, height: this.height });
    }
  }

  #discard() {
    this.#resized.disconnect();
    this.#uplot?.destroy();
    this.#uplot = undefined;
    this.#overlay = undefined;
    this.#shape = '';
  }

  static override styles = [
    base,
    controls,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        min-width: 0;
        --graph-1: light-dark(#1763c6, #7fb6f5); --graph-2: light-dark(#b45309, #f0a35e); --graph-3: light-dark(#0f766e, #4fd1c0);
        --graph-4: light-dark(#7e3bb5, #c79bf2); --graph-5: light-dark(#a3265f, #f58ab8); --graph-6: light-dark(#5b6472, #a9b4c2);
      }
      figure { display: grid; gap: var(--sy-space-2); min-width: 0; }
      .plot { min-width: 0; overflow: hidden; }
      .empty { padding: var(--sy-space-5) 0; text-align: center; }
      .legend { display: flex; flex-wrap: wrap; gap: var(--sy-space-1) var(--sy-space-4); font-size: var(--sy-text-s); }
      .main { font-weight: 650; }
      .swatch { display: inline-block; width: 0.9rem; height: 0.2rem; margin-inline-end: 0.4rem; vertical-align: middle; border-radius: 2px; background: var(--colour); }
      figcaption { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-3); }
      .u-select { background: color-mix(in srgb, var(--sy-action) 18%, transparent); }
      .u-hz .u-cursor-x { border-right-color: var(--sy-ink-quiet); }
      .line { position: absolute; inset-inline: 0; height: 0; border-top: 2px dashed var(--sy-danger); pointer-events: none; }
      .line span { position: absolute; right: 0; bottom: 0.15rem; padding-inline: 0.25rem; font-size: 0.75rem; font-weight: 600; color: var(--sy-danger-ink); background: color-mix(in srgb, var(--sy-surface) 80%, transparent); }
      .mark { position: absolute; inset-block: 0; width: 9px; translate: -4.5px 0; background: linear-gradient(var(--tone), var(--tone)) center / 1.5px 100% no-repeat; --tone: var(--sy-action); }
      .mark::before { content: ''; position: absolute; top: 0; left: 1px; width: 7px; height: 7px; border-radius: 50%; background: var(--tone); }
      .mark.code { --tone: var(--sy-ink-quiet); background-image: repeating-linear-gradient(var(--tone) 0 4px, transparent 4px 7px); }
      .mark.code::before { border-radius: 0; }
      .mark.back { --tone: var(--sy-conditional); }
      .tip {
        position: absolute; top: 0.25rem; z-index: 2; max-width: 18rem; padding: var(--sy-space-2) var(--sy-space-3); pointer-events: none; font-size: 0.78rem; line-height: 1.45;
        color: var(--sy-ink); background: var(--sy-raised); border: 1px solid var(--sy-line-strong); border-radius: var(--sy-radius); box-shadow: var(--sy-shadow-l);
      }
      .tip dl { display: grid; grid-template-columns: auto auto; gap: 0 var(--sy-space-3); }
      .tip dd { text-align: end; white-space: nowrap; }
      .near { font-weight: 550; overflow-wrap: anywhere; }
      summary { cursor: pointer; color: var(--sy-action); width: fit-content; }
      .scroll { max-height: 20rem; overflow: auto; margin-top: var(--sy-space-2); border: 1px solid var(--sy-line); border-radius: var(--sy-radius); }
      table { border-collapse: collapse; width: 100%; font-size: var(--sy-text-s); }
      th, td { padding: var(--sy-space-1) var(--sy-space-3); text-align: end; white-space: nowrap; }
      th:first-child { text-align: start; }
      tbody th { font-weight: 450; }
      thead th { position: sticky; top: 0; background: var(--sy-sunken); }
      tbody tr + tr > * { border-top: 1px solid var(--sy-line); }
    `,
  ];
}

const colourOf = (at: number) => (at % colours) + 1;

declare global {
  interface HTMLElementTagNameMap {
    'sy-graph': SyGraph;
  }
}
