import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Instance } from '../api-types.ts';
import { base } from '../styles/base.ts';
import './sy-time.ts';

/** Running instances, one per row. */
@customElement('sy-instances')
export class SyInstances extends LitElement {
  @property({ attribute: false }) instances: readonly Instance[] = [];
  /** The version that they should run. */
  @property() version = '';

  protected override render() {
    return html`
      <div class="frame" tabindex="0" role="region" aria-label="Instances">
        <table>
          <thead><tr><th scope="col">Instance</th><th scope="col">Version</th><th scope="col">Release</th><th scope="col">Channel</th><th scope="col">Last seen</th></tr></thead>
          <tbody>${this.instances.map(this.#row)}</tbody>
        </table>
      </div>
    `;
  }

  readonly #row = ({ instance, version, release, channel, reportedAt }: Instance) => html`
    <tr>
      <th scope="row"><code>${instance}</code></th>
      <td class=${this.version && version !== this.version ? 'other' : ''}>${version ?? '–'}</td>
      <td>${release ?? '–'}</td>
      <td>${channel}</td>
      <td><sy-time at=${reportedAt}></sy-time></td>
    </tr>
  `;

  static override styles = [
    base,
    css`
      .frame { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: var(--sy-text-s); }
      th, td { text-align: start; padding: var(--sy-space-1) var(--sy-space-4) var(--sy-space-1) 0; font-weight: 400; white-space: nowrap; }
      thead th { color: var(--sy-ink-quiet); font-weight: 550; }
      tbody tr { border-top: 1px solid var(--sy-line); }
      .other { color: var(--sy-conditional-ink); font-weight: 600; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-instances': SyInstances;
  }
}
