import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EventHistory } from '../api-types.ts';
import { timeInWords } from '../components/graph-axis.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

const most = 100;

/** The deploys that are lines on the graphs, as a list: for those who cannot point at lines. */
@customElement('sy-metric-deploys')
export class SyMetricDeploys extends LitElement {
  @property({ attribute: false }) deploys: EventHistory['deploys'] = [];

  protected override render() {
    const { length } = this.deploys;
    if (length === 0) return html`<p class="quiet small">Nothing was deployed in this time.</p>`;
    const shown = this.deploys.slice(-most).reverse();
    return html`
      <details>
        <summary>${length === 1 ? 'One deploy' : `${length} deploys`} in this time</summary>
        <ol>
          ${shown.map(
            ({ seq, at, kind, title }) => html`
              <li><time class="quiet" datetime=${at}>${timeInWords(Date.parse(at), 'clock')}</time>
                <span class="kind">${kind}</span>
                <a class="grow" href=${addressOf(['log', String(seq)])}>${title}</a></li>
            `,
          )}
        </ol>
        ${length > most ? html`<p class="quiet small">These are the latest ${most}. The <a href=${addressOf(['log'])}>deploy log</a> has all.</p>` : nothing}
      </details>
    `;
  }

  static override styles = [
    base,
    css`
      summary { cursor: pointer; color: var(--sy-action); width: fit-content; }
      ol { display: grid; gap: var(--sy-space-1); margin-block: var(--sy-space-3); }
      li { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-3); align-items: baseline; font-size: var(--sy-text-s); }
      time { min-width: 8.5rem; }
      .kind { min-width: 3.2rem; font-weight: 550; }
      a { overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-metric-deploys': SyMetricDeploys;
  }
}
