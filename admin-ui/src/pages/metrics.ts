import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { metrics } from '../api.ts';
import type { EventHistory, KnownEvents } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { timeInWords } from '../components/graph-axis.ts';
import '../components/sy-snippet.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { eventsOf, graphsOf, type MetricGraph, withValues } from '../model/metric-graphs.ts';
import { rangeOf, ranges, roomy, type Span, zoomOf } from '../model/ranges.ts';
import { amend } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { Ticking } from '../ticking.ts';
import './metric-card.ts';
import './metric-deploys.ts';
import { countingLines } from './snippet.ts';

/** How many graphs are shown unless all are asked for. */
const few = 12;
const everyMs = 10_000;
const longMs = 60_000;

interface Shown {
  readonly graphs: readonly MetricGraph[];
  readonly histories: ReadonlyMap<string, EventHistory>;
  readonly span: Span;
}

/** What is counted in the chosen environment over time, and every deploy meanwhile. */
@customElement('sy-metrics')
export class SyMetrics extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The range, or from when to when, as the address has them. */
  @property({ attribute: false }) query: Readonly<Record<string, string>> = {};
  @state() private isAll = false;
  #lookedAt = 0;

  constructor() {
    super();
    new Ticking(this, everyMs, () => this.#look());
  }

  readonly #known = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: metrics.known,
  });
  readonly #shown = new Loaded(this, {
    args: () => {
      const { range = '', from = '', to = '' } = this.query;
      return [this.state.environment.key, this.#known.value, this.isAll, `${range} ${from} ${to}`];
    },
    load: (environment: string, known: KnownEvents | undefined, isAll: boolean, _when: string) =>
      this.#load(environment, known, isAll),
    on: ({ kind, environment }) =>
      kind === 'log' && (environment ?? this.state.environment.key) === this.state.environment.key,
  });

  /** What ends now goes on; nobody tells when something was counted. */
  #look() {
    if (document.visibilityState !== 'visible' || zoomOf(this.query)) return;
    if (this.#known.value?.events.length === 0) void this.#known.reload();
    const isLong = rangeOf(this.query.range).ms > 24 * 3_600_000;
    if (Date.now() - this.#lookedAt < (isLong ? longMs : everyMs)) return;
    void this.#shown.reload();
  }

  async #load(
    environment: string,
    known: KnownEvents | undefined,
    isAll: boolean,
  ): Promise<Shown | undefined> {
    if (known === undefined) return undefined;
    this.#lookedAt = Date.now();
    const all = graphsOf(known);
    const wanted = isAll ? all : all.slice(0, few);
    const span = this.#span();
    const found = await Promise.all(
      eventsOf(wanted).map((event) => metrics.history(environment, event, span)),
    );
    const histories = new Map(found.map((history) => [history.event, history]));
    return { graphs: withValues(wanted, histories), histories, span };
  }

  #span(): Span {
    const now = Date.now();
    return zoomOf(this.query) ?? { from: now - rangeOf(this.query.range).ms, to: now };
  }

  protected override render() {
    return html`
      <div class="row spread">
        <div class="grow">
          <h1>Metrics</h1>
          <p class="quiet">What happens in ${this.state.environment.name}, and every deploy meanwhile.</p>
        </div>
        ${this.#ranges()}
      </div>
      ${this.#known.render(
        ({ events }) =>
          events.length === 0
            ? this.#empty()
            : this.#shown.render(
                (shown) => (shown ? this.#graphs(shown) : skeleton(8)),
                skeleton(8),
              ),
        skeleton(8),
      )}
    `;
  }

  #ranges() {
    const zoom = zoomOf(this.query);
    const chosen = rangeOf(this.query.range);
    return html`
      <div class="ranges" role="group" aria-label="How much of time">
        ${ranges.map(
          (each) => html`
            <button class="button small" aria-label=${each.words} aria-pressed=${!zoom && each === chosen}
              @click=${() => amend({ range: each.key, from: '', to: '' })}>${each.label}</button>
          `,
        )}
      </div>
    `;
  }

  #graphs({ graphs, histories, span }: Shown) {
    const zoom = zoomOf(this.query);
    const all = this.#known.value ? graphsOf(this.#known.value).length : 0;
    const [first] = histories.values();
    return html`
      <div class="row spread legend small quiet">
        <p>
          <span class="key code" aria-hidden="true"></span>code deploy
          <span class="key config" aria-hidden="true"></span>config deploy
        </p>
        ${
          zoom
            ? html`<p>${timeInWords(zoom.from, 'clock')} – ${timeInWords(zoom.to, 'clock')}
                <button class="button small" @click=${() => this.#zoom(null)}>Back to ${rangeOf(this.query.range).words}</button></p>`
            : html`<p class="drag">Drag over a graph to zoom in.</p>`
        }
      </div>
      <div class="graphs">
        ${graphs.map(
          (graph) => html`
            <sy-metric-card .graph=${graph} .histories=${histories} .span=${span} environment=${this.state.environment.key}
              @zoom-change=${(event: CustomEvent<Span | null>) => this.#zoom(event.detail)}></sy-metric-card>
          `,
        )}
      </div>
      ${
        !this.isAll && all > few
          ? html`<button class="button all" @click=${this.#showAll}>Show all ${all} graphs</button>`
          : nothing
      }
      <sy-metric-deploys .deploys=${first?.deploys ?? []}></sy-metric-deploys>
    `;
  }

  readonly #showAll = () => {
    this.isAll = true;
  };

  #zoom(span: Span | null) {
    const room = span && roomy(span);
    amend({
      from: room ? new Date(room.from).toISOString() : '',
      to: room ? new Date(room.to).toISOString() : '',
    });
  }

  #empty() {
    return html`
      <section class="card stack" aria-label="How metrics get here">
        <div>
          <h2>Nothing was counted yet</h2>
          <p>The middlewares of the SDK count requests, failures and milliseconds by themselves; whatever else matters is one call. It shows here within half a minute, and can guard releases: what makes it worse is taken back.</p>
        </div>
        <sy-snippet label="code" .code=${countingLines}></sy-snippet>
      </section>
    `;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-4); }
      .ranges { display: flex; }
      .ranges .button { border-radius: 0; margin-inline-start: -1px; }
      .ranges .button:first-child { border-radius: var(--sy-radius) 0 0 var(--sy-radius); }
      .ranges .button:last-child { border-radius: 0 var(--sy-radius) var(--sy-radius) 0; }
      .ranges [aria-pressed='true'] { background: var(--sy-action); border-color: var(--sy-action); color: var(--sy-on-action); }
      .graphs { display: grid; gap: var(--sy-space-4); grid-template-columns: repeat(auto-fill, minmax(min(27rem, 100%), 1fr)); }
      .key { display: inline-block; width: 2px; height: 1rem; margin-inline: var(--sy-space-3) 0.5rem; vertical-align: -0.15rem; position: relative; background: var(--sy-action); }
      .key:first-child { margin-inline-start: 3px; }
      .key::before { content: ''; position: absolute; top: 0; left: -2.5px; width: 7px; height: 7px; border-radius: 50%; background: inherit; }
      .key.code { background: repeating-linear-gradient(var(--sy-ink-quiet) 0 4px, transparent 4px 7px); }
      .key.code::before { border-radius: 0; background: var(--sy-ink-quiet); }
      .all { justify-self: center; }
      @media (pointer: coarse) { .drag { display: none; } }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-metrics': SyMetrics;
  }
}
