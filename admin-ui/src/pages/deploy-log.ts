import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { log, switches } from '../api.ts';
import type { Entry, Verification } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-entry.ts';
import '../components/sy-log-filters.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { askedOf, isNarrowed, type LogFilters, noFilters } from '../model/log-filters.ts';
import { isRevocable, isSomewhere, mayRollBack } from '../model/permissions.ts';
import { dayFrom } from '../model/times.ts';
import { complain } from '../notices.ts';
import { amend } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './log-entry.ts';
import './note-form.ts';
import './rollback-dialog.ts';
import type { SyRollbackDialog } from './rollback-dialog.ts';

interface Shown {
  readonly entries: readonly Entry[];
  readonly next?: number;
}

const step = 50;

/** The deploy log: every change of what users get, by whom, and the way back. */
@customElement('sy-deploy-log')
export class SyDeployLog extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The filters, as the address has them. */
  @property({ attribute: false }) query: LogFilters = {};
  @state() private isNoting = false;
  @query('sy-rollback-dialog') private rollback!: SyRollbackDialog | null;
  #verification: Verification | undefined;
  /** All that is shown since older entries were asked for, and for which filters. */
  #more: (Shown & { readonly query: LogFilters }) | undefined;
  /** Who and which apps were seen in entries so far. */
  readonly #people = new Map<string, string>();
  readonly #apps = new Set<string>();

  readonly #log = new Loaded(this, {
    args: () => [this.query],
    load: (filters: LogFilters) => this.#load(filters),
    on: ({ kind }) => kind === 'log',
  });
  readonly #switches = new Loaded(this, { args: () => [], load: switches.all });

  protected override render() {
    return html`
      <div class="row spread">
        <div class="grow">
          <h1>Deploy log</h1>
          <p class="quiet">Every deploy of code and config, the latest first. Nothing in it can be changed or taken away.</p>
        </div>
        ${this.#tools()}
      </div>
      ${this.#outcome()}
      ${this.#noting()}
      <sy-log-filters .filters=${this.query} .environments=${this.state.environments} .apps=${[...this.#apps].sort()} .people=${[...this.#people]}
        .switches=${this.#switches.value?.map(({ key }) => key) ?? []}
        @filters-change=${(event: CustomEvent<LogFilters>) => amend(event.detail)}></sy-log-filters>
      ${this.#log.render((latest) => this.#list(this.#withOlder(latest)), skeleton(8))}
      <sy-rollback-dialog @rolled-back=${() => this.#log.reload()}></sy-rollback-dialog>
    `;
  }

  #tools() {
    const asked = askedOf(this.query, Date.now());
    return html`
      <div class="row acts">
        ${
          isSomewhere(this.state.environments, 'developer')
            ? html`<button class="button" @click=${this.#note}><wa-icon name="pencil"></wa-icon>Add note</button>`
            : nothing
        }
        <a class="button" download="deploy-log.csv" href=${log.csvAddress(asked)} title="What is shown, as a table">CSV</a>
        <a class="button" target="_blank" href=${log.annotationsAddress(asked, Date.now())} title="What is shown, to draw on graphs">JSON</a>
        <button class="button" @click=${this.#verify}><wa-icon name="shield"></wa-icon>${this.#verification?.ok ? 'Chain verified' : 'Verify the chain'}</button>
      </div>
    `;
  }

  #noting() {
    if (!this.isNoting) return nothing;
    const { session, environments, environment } = this.state;
    const writable = environments.filter(mayRollBack);
    const everywhere = session.roles['*'];
    return html`
      <sy-note-form .environments=${writable} chosen=${environment.key} ?for-all=${everywhere !== undefined && everywhere !== 'viewer'}
        @done=${this.#note}></sy-note-form>
    `;
  }

  readonly #note = () => {
    this.isNoting = !this.isNoting;
  };

  /** What is loaded again are the latest entries: those that were asked for besides stay. */
  #withOlder(latest: Shown): Shown {
    if (this.#more?.query !== this.query) return latest;
    const last = latest.entries.at(-1)?.seq ?? 0;
    const older = this.#more.entries.filter(({ seq }) => seq < last);
    return { ...this.#more, entries: [...latest.entries, ...older] };
  }

  #list({ entries, next }: Shown) {
    if (entries.length === 0) {
      const isFiltered = isNarrowed(this.query);
      return html`
        <div class="card nothing">
          <p>${isFiltered ? 'No entry fits.' : 'Nothing has been deployed yet. Flip a switch and it stands here.'}</p>
          ${isFiltered ? html`<button class="button" @click=${() => amend(noFilters)}>Show all</button>` : nothing}
        </div>
      `;
    }
    return html`
      ${byDay(entries).map(
        ([day, those]) => html`
          <section aria-label=${day}>
            <h2>${day}</h2>
            <ol class="card">${repeat(those, ({ seq }) => seq, this.#entry)}</ol>
          </section>
        `,
      )}
      ${next === undefined ? nothing : html`<button class="button more" @click=${() => this.#showOlder(entries, next)}>Show older</button>`}
    `;
  }

  readonly #entry = (entry: Entry) => {
    const environment = this.state.environments.find(({ key }) => key === entry.environment);
    return html`
      <li>
        <sy-entry .entry=${entry} place=${environment?.name ?? entry.environment ?? ''} ?guarded=${environment?.policy.confirm === true}
          ?revocable=${environment !== undefined && mayRollBack(environment) && isRevocable(entry)}
          @rollback-request=${() => environment && this.rollback?.ask(environment, entry.release ?? 0, entry.isRunning)}></sy-entry>
      </li>
    `;
  };

  #outcome() {
    const found = this.#verification;
    if (found === undefined) return nothing;
    return found.ok
      ? html`<p class="verified" role="status"><wa-icon name="check"></wa-icon>${found.entries} entries, none changed or missing.
          ${found.head ? html`<span class="small">The last is ${found.head.seq}, <code>${found.head.hash.slice(0, 12)}…</code></span>` : nothing}</p>`
      : html`<div class="broken" role="alert"><strong>The chain is broken.</strong>
          <ul>${found.problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`;
  }

  async #load(filters: LogFilters, before?: number): Promise<Shown> {
    const found = await log.entries({ ...askedOf(filters, Date.now()), before, limit: step });
    for (const { actor, app } of found.entries) {
      this.#people.set(actor.id, actor.name);
      if (app) this.#apps.add(app);
    }
    return found;
  }

  async #verify() {
    try {
      this.#verification = await log.verify();
    } catch (thrown) {
      complain(thrown);
    }
    this.requestUpdate();
  }

  async #showOlder(entries: readonly Entry[], before: number) {
    try {
      const older = await this.#load(this.query, before);
      this.#more = { ...older, entries: [...entries, ...older.entries], query: this.query };
      this.requestUpdate();
    } catch (thrown) {
      complain(thrown);
    }
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .acts { gap: var(--sy-space-2); }
      h2 { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); font-weight: 600; margin-bottom: var(--sy-space-2); }
      ol { padding-block: var(--sy-space-2); --mark-ground: var(--sy-surface); }
      .nothing { display: grid; gap: var(--sy-space-3); justify-items: start; }
      .more { justify-self: center; }
      .verified { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: baseline; color: var(--sy-on-ink); background: var(--sy-on-wash); padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); }
      .broken { color: var(--sy-danger-ink); background: var(--sy-danger-wash); padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); }
    `,
  ];
}

/** Entries under the day that they are of, here. */
function byDay(entries: readonly Entry[]): readonly [string, readonly Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayFrom(entry.at, Date.now());
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-deploy-log': SyDeployLog;
  }
}
