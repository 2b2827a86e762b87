import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Sight } from '../guard-types.ts';
import { durationInWords } from '../model/durations.ts';
import { percent } from '../model/percent.ts';
import {
  basesInWords,
  exampleInWords,
  findInWords,
  trafficInWords,
  usersInWords,
} from '../model/sight.ts';
import { base } from '../styles/base.ts';

/** What a canary can see before it starts: how much worse each metric must get to be found, and how long it takes. */
@customElement('sy-sight')
export class SySight extends LitElement {
  @property({ attribute: false }) sight!: Sight;

  protected override render() {
    const { sight } = this;
    const example = exampleInWords(sight);
    if (sight.stages.length === 0) {
      return html`<p class="quiet">No stage shows it to a percentage of the users: there is nobody to compare with, and nothing can be found.</p>`;
    }
    return html`
      ${sight.isGuarded ? nothing : html`<p class="warning"><wa-icon name="warning"></wa-icon><span>There is no guard here: stages go by time only. With errors and latency of requests it would be so:</span></p>`}
      ${example ? html`<p>${example}</p>` : nothing}
      ${this.#table()}
      <p class="small quiet">${trafficInWords(sight)} ${basesInWords(sight)} Counted by distinct users, each stage by itself; what is seen per request and over several stages comes on top.</p>
    `;
  }

  #table() {
    const { stages } = this.sight;
    const metrics = this.sight.metrics.filter(({ baseRate }) => baseRate !== null);
    return html`
      <div class="scroll" role="region" tabindex="0" aria-label="What can be found at each stage">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th><th scope="col">Canary users</th><th scope="col">Takes about</th>
              ${metrics.map((metric) => html`<th scope="col">${metric.key}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${stages.map(
              (stage) => html`
                <tr>
                  <th scope="row">${percent(stage.thousandths)}</th>
                  <td class=${stage.isTooFew ? 'few' : ''}>${usersInWords(stage)}</td>
                  <td>${stage.takesMs === null ? 'not known' : durationInWords(Math.max(stage.takesMs, 1000))}</td>
                  ${metrics.map((metric) => html`<td>${findInWords(metric, stage.finds.find(({ key }) => key === metric.key)?.ratio ?? null)}</td>`)}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-3); min-width: 0; }
      .scroll { overflow-x: auto; min-width: 0; }
      table { border-collapse: collapse; font-size: var(--sy-text-s); min-width: 100%; }
      th, td { padding: var(--sy-space-2) var(--sy-space-4) var(--sy-space-2) 0; text-align: start; vertical-align: top; }
      thead th { font-weight: 600; }
      tbody th { font-weight: 650; white-space: nowrap; }
      tbody tr > * { border-top: 1px solid var(--sy-line); white-space: nowrap; }
      .few { color: var(--sy-danger-ink); font-weight: 600; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-sight': SySight;
  }
}
