import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FleetApp } from '../api-types.ts';
import { disagreementsIn, instancesInWords, ruleInWords } from '../model/fleet.ts';
import { parsePercent } from '../model/percent.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-instances.ts';
import './sy-time.ts';

export type AppRule = Pick<FleetApp, 'isLogOnly' | 'share'>;

const mostShown = 8;

/**
 * One application in an environment: what it should run, and what runs.
 *
 * @fires rule-change - `detail` is an `AppRule`.
 */
@customElement('sy-fleet-app')
export class SyFleetApp extends LitElement {
  @property({ attribute: false }) app!: FleetApp;
  @property({ type: Boolean }) editable = false;
  @state() private isEditing = false;

  protected override render() {
    const { app, version, instances, isLogOnly } = this.app;
    return html`
      <section class="card" aria-label=${app}>
        <div class="row spread">
          <h2>${app} ${version === null ? nothing : html`<code>${version}</code>`}</h2>
          <span class="quiet small">${isLogOnly && instances.length === 0 ? 'log only' : instancesInWords(instances)}</span>
        </div>
        ${this.#latest()}
        ${disagreementsIn(this.app).map((words) => html`<p class="warning"><wa-icon name="warning"></wa-icon><span>${words}</span></p>`)}
        <slot></slot>
        ${this.#instances()}
        ${this.isEditing ? this.#rule() : this.#ruleInWords()}
      </section>
    `;
  }

  #latest() {
    const { latest, version } = this.app;
    if (latest === null)
      return html`<p class="quiet">No deploy has been reported${version === null ? ': its version is what instances say' : ''}.</p>`;
    const { kind, from, version: to, status, startedAt, endedAt, by, actor, startEntry } = latest;
    const what = `${kind === 'rollback' ? 'Rollback' : 'Deploy'}${from ? ` ${from} → ${to}` : ` of ${to}`}`;
    return html`
      <p class=${status}>
        <a href=${addressOf(['log', String(startEntry)])}>${what}</a>
        <span class="status">${statuses[status]}</span> <sy-time at=${endedAt ?? startedAt}></sy-time> by ${by ?? actor.name}
      </p>
    `;
  }

  #instances() {
    const { instances, version } = this.app;
    if (instances.length === 0) return nothing;
    const table = html`<sy-instances .instances=${instances} version=${version ?? ''}></sy-instances>`;
    if (instances.length <= mostShown) return table;
    return html`<details><summary>Show ${instances.length} instances</summary>${table}</details>`;
  }

  #ruleInWords() {
    return html`
      <p class="quiet small">${ruleInWords(this.app)}
        ${this.editable ? html`<button class="button plain small" aria-label="Change the rule of ${this.app.app}" @click=${this.#toggle}>Change</button>` : nothing}
      </p>
    `;
  }

  #rule() {
    const { share, isLogOnly } = this.app;
    return html`
      <form class="rule" @submit=${this.#save}>
        <label class="check"><input type="checkbox" name="log-only" .checked=${isLogOnly} />The log is enough: instances report nothing</label>
        <label class="share">Instances that must run a version
          <input class="input" name="share" inputmode="decimal" .value=${String(share / 1000)} /> %</label>
        <button class="button primary small">Save</button>
        <button class="button small" type="button" @click=${this.#toggle}>Cancel</button>
      </form>
    `;
  }

  #toggle() {
    this.isEditing = !this.isEditing;
  }

  #save(event: SubmitEvent) {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const share = parsePercent(String(data.get('share')));
    if (share === undefined || share === 0) return;
    const detail: AppRule = { isLogOnly: data.has('log-only'), share };
    this.isEditing = false;
    this.dispatchEvent(new CustomEvent('rule-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-3); }
      h2 code { font-weight: 550; color: var(--sy-action); }
      .failed .status { color: var(--sy-danger-ink); font-weight: 600; }
      .started .status { color: var(--sy-action); font-weight: 600; }
      details > sy-instances { margin-top: var(--sy-space-2); }
      summary { cursor: pointer; }
      .rule { display: flex; flex-wrap: wrap; gap: var(--sy-space-2) var(--sy-space-4); align-items: center; }
      .share { display: inline-flex; gap: var(--sy-space-2); align-items: center; }
      .share .input { width: 5rem; text-align: end; }
    `,
  ];
}

const statuses = { started: 'started', finished: 'finished', failed: 'failed' };

declare global {
  interface HTMLElementTagNameMap {
    'sy-fleet-app': SyFleetApp;
  }
}
