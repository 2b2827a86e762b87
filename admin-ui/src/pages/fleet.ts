import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fleet } from '../api.ts';
import type { Fleet, FleetApp } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import type { AppRule } from '../components/sy-fleet-app.ts';
import '../components/sy-fleet-app.ts';
import '../components/sy-snippet.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { changes } from '../yard-api.ts';
import type { ProposalSummary } from '../yard-types.ts';
import { deployLines, namingLines } from './snippet.ts';

/** How often instances report. */
const reportsMs = 20_000;

/** Which code runs in the chosen environment, and what waits for other code. */
@customElement('sy-fleet')
export class SyFleet extends LitElement {
  @property({ attribute: false }) state!: AppState;
  readonly #attempt = new Attempt(this);

  readonly #fleet = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: fleet.of,
    on: ({ kind, environment }) => kind === 'fleet' && environment === this.state.environment.key,
  });
  readonly #waiting = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: async (environment: string) => {
      const all = await changes.all(environment, { status: 'open,aboard', limit: 200 });
      return all.changes.filter(({ waitsFor }) => waitsFor.length > 0);
    },
    on: ({ kind, environment }) =>
      (kind === 'fleet' || kind === 'train') && environment === this.state.environment.key,
  });

  #looking: ReturnType<typeof setInterval> | undefined;

  /** Nobody tells that an instance has gone silent, or has the next release. */
  override connectedCallback() {
    super.connectedCallback();
    this.#looking = setInterval(() => {
      if (document.visibilityState === 'visible') void this.#fleet.reload();
    }, reportsMs);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#looking);
  }

  protected override render() {
    const { name } = this.state.environment;
    return html`
      <div>
        <h1>Fleet</h1>
        <p class="quiet">Which code runs in ${name}, and which release it has.</p>
      </div>
      ${this.#attempt.render()}
      ${this.#fleet.render((found) => (isEmpty(found) ? this.#empty() : this.#apps(found)), skeleton(6))}
    `;
  }

  #apps({ apps, unnamed }: Fleet) {
    const waiting = this.#waiting.value ?? [];
    const known = new Set(apps.map(({ app }) => app));
    const nowhere = waiting.filter(({ requires }) => requires.some(({ app }) => !known.has(app)));
    return html`
      ${nowhere.length > 0 ? html`<section class="card" aria-label="Waits for apps that nothing is known of">${this.#waits(nowhere)}</section>` : nothing}
      ${apps.map((app) => this.#app(app, waiting))}
      ${
        unnamed.length === 0
          ? nothing
          : html`<section class="card stack" aria-label="Without a name">
              <div><h2>Without a name</h2>
                <p class="quiet small">These do not say which application they are. Tell the SDK, and they count:</p></div>
              <sy-snippet label="code" .code=${namingLines}></sy-snippet>
              <sy-instances .instances=${unnamed}></sy-instances>
            </section>`
      }
    `;
  }

  #app(app: FleetApp, waiting: readonly ProposalSummary[]) {
    const { environment } = this.state;
    const mine = waiting.filter(({ requires }) => requires.some((each) => each.app === app.app));
    return html`
      <sy-fleet-app .app=${app} ?editable=${environment.role === 'admin'} @rule-change=${(event: CustomEvent<AppRule>) => this.#setRule(app.app, event.detail)}>
        ${mine.length > 0 ? this.#waits(mine) : nothing}
      </sy-fleet-app>
    `;
  }

  #waits(waiting: readonly ProposalSummary[]) {
    const { key } = this.state.environment;
    return html`
      <ul class="waits">
        ${waiting.map(
          ({ number, title, waitsFor }) => html`
            <li><wa-icon name="clock"></wa-icon>
              <span><a href=${addressOf(['changes', String(number)], { environment: key })}>${title}</a> waits: ${waitsFor.join('; ')}</span></li>
          `,
        )}
      </ul>
    `;
  }

  #empty() {
    const { key } = this.state.environment;
    return html`
      <section class="card stack" aria-label="How code gets here">
        <div>
          <h2>Nothing is known of your code yet</h2>
          <p>Tell Switchyard about deploys, and code and config stand in one log. Changes can then wait for the code that they need, and one rollback covers both.</p>
        </div>
        <div>
          <h3>1. Let CI report deploys</h3>
          <p class="quiet small">With an API token of a developer in <code>SWITCHYARD_TOKEN</code>, before and after each deploy:</p>
        </div>
        <sy-snippet label="commands" .code=${deployLines(key)}></sy-snippet>
        <div>
          <h3>2. Let instances say who they are</h3>
          <p class="quiet small">They report every 20 seconds while they run:</p>
        </div>
        <sy-snippet label="code" .code=${namingLines}></sy-snippet>
      </section>
    `;
  }

  async #setRule(app: string, rule: AppRule) {
    await this.#attempt.run(() => fleet.setApp(this.state.environment.key, app, rule));
    await this.#fleet.reload();
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-4); }
      .waits { display: grid; gap: var(--sy-space-2); }
      .waits li { display: flex; gap: var(--sy-space-2); align-items: baseline; }
      .waits wa-icon { color: var(--sy-conditional); }
    `,
  ];
}

const isEmpty = ({ apps, unnamed }: Fleet) => apps.length === 0 && unnamed.length === 0;

declare global {
  interface HTMLElementTagNameMap {
    'sy-fleet': SyFleet;
  }
}
