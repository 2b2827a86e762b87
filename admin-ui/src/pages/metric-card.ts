import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { metrics } from '../api.ts';
import type { EventHistory } from '../api-types.ts';
import '../components/sy-graph.ts';
import type { GraphMark } from '../components/sy-graph.ts';
import type { MetricGraph } from '../model/metric-graphs.ts';
import { linesOf } from '../model/metric-lines.ts';
import type { Span } from '../model/ranges.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

/**
 * One graph of the metrics page.
 *
 * @fires zoom-change - The span it was zoomed to.
 */
@customElement('sy-metric-card')
export class SyMetricCard extends LitElement {
  @property({ attribute: false }) graph!: MetricGraph;
  /** By event. */
  @property({ attribute: false }) histories: ReadonlyMap<string, EventHistory> = new Map();
  @property({ attribute: false }) span!: Span;
  @property() environment = '';

  protected override render() {
    const { title, about, event, kind } = this.graph;
    const { times, series, format, latest } = linesOf(this.graph, this.histories);
    return html`
      <section class="card" aria-label=${title}>
        <header>
          <div class="grow">
            <h2>${title}</h2>
            <p class="quiet small">${about}</p>
          </div>
          <a class="small" target="_blank" aria-label="${title} as JSON" href=${metrics.address(this.environment, event, this.span)}>JSON</a>
        </header>
        <sy-graph label=${title} summary=${latest === '' ? '' : `Latest: ${latest}`} empty="Nothing was counted in this time."
          .times=${times} .series=${series} .format=${format} .span=${this.span} .marks=${this.#marks()} .height=${200}
          .zoom=${live(null)} @zoom-change=${this.#zoomed} .always=${kind === 'share' ? [0, 0.01] : [0]}></sy-graph>
      </section>
    `;
  }

  /** The graph keeps the span until what is counted in it has come. */
  #zoomed({ detail }: CustomEvent<Span | null>) {
    this.dispatchEvent(new CustomEvent('zoom-change', { detail }));
  }

  #marks(): GraphMark[] {
    const { deploys = [] } = this.histories.get(this.graph.event) ?? {};
    return deploys.map(({ seq, at, kind, title }) => ({
      at: Date.parse(at),
      label: `${kind === 'code' ? 'Code' : 'Config'}: ${title}`,
      href: addressOf(['log', String(seq)]),
      tone: kind === 'code' ? 'code' : 'config',
    }));
  }

  static override styles = [
    base,
    css`
      :host { min-width: 0; }
      section { display: grid; gap: var(--sy-space-3); min-width: 0; height: 100%; align-content: start; }
      header { display: flex; gap: var(--sy-space-3); align-items: baseline; }
      h2 { overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-metric-card': SyMetricCard;
  }
}
