import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { type LogQuery, log } from '../api.ts';
import type { Entry, Verification } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-entry.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { isRevocable, mayRollBack } from '../model/permissions.ts';
import { dayFrom } from '../model/times.ts';
import { typedIn } from '../model/typed-in.ts';
import { complain } from '../notices.ts';
import { addressOf, amend } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './rollback-dialog.ts';
import type { SyRollbackDialog } from './rollback-dialog.ts';

interface Shown {
  readonly entries: readonly Entry[];
  readonly next?: number;
}

type Filters = Readonly<Record<string, string>>;

const step = 50;
const kinds = ['config', 'code', 'note', 'audit', 'all'] as const;
const kindNames = {
  config: 'Config',
  code: 'Code',
  note: 'Notes',
  audit: 'Audit',
  all: 'Everything',
};

/** The deploy log: every change of what users get, by whom, and the way back. */
@customElement('sy-deploy-log')
export class SyDeployLog extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The filters, as the address has them. */
  @property({ attribute: false }) query: Filters = {};
  /** Shows this entry alone. */
  @property() seq = '';
  @query('sy-rollback-dialog') private rollback!: SyRollbackDialog | null;
  #verification: Verification | undefined;
  /** All that is shown since older entries were asked for, and for which filters. */
  #more: (Shown & { readonly query: Filters }) | undefined;
  /** Who was seen in entries so far, by id. */
  readonly #actors = new Map<string, string>();

  readonly #log = new Loaded(this, {
    args: () => [this.seq, this.query],
    load: (seq: string, query: Filters) => this.#load(seq, asked(query)),
    on: () => true,
  });

  protected override render() {
    return html`
      <div class="row spread">
        <div>
          <h1>Deploy log</h1>
          <p class="quiet">Every change of what users get, the latest first. Nothing in it can be changed or taken away.</p>
        </div>
        <button class="button" @click=${this.#verify}><wa-icon name="shield"></wa-icon>${this.#verification?.ok ? 'Chain verified' : 'Verify the chain'}</button>
      </div>
      ${this.#outcome()}
      ${this.seq ? html`<p><a href=${addressOf(['log'])}>All entries</a></p>` : this.#filters()}
      ${this.#log.render((latest) => this.#list(this.#withOlder(latest)), skeleton(8))}
      <sy-rollback-dialog @rolled-back=${() => this.#log.reload()}></sy-rollback-dialog>
    `;
  }

  #filters() {
    const { in: environment = '', kind = '', person = '', text = '' } = this.query;
    return html`
      <div class="tools" role="search">
        <input class="input find" type="search" aria-label="Search the log" placeholder="Search titles and reasons" autocomplete="off" .value=${text}
          @input=${(event: Event) => amend({ text: typedIn(event) })} />
        <select class="input narrow" aria-label="Environment of entries" @change=${(event: Event) => amend({ in: typedIn(event) })}>
          <option value="">All environments</option>
          ${this.state.environments.map(({ key, name }) => html`<option value=${key} ?selected=${key === environment}>${name}</option>`)}
        </select>
        <select class="input narrow" aria-label="Kind of entries" @change=${(event: Event) => amend({ kind: typedIn(event) })}>
          <option value="">Deploys and notes</option>
          ${kinds.map((each) => html`<option value=${each} ?selected=${each === kind}>${kindNames[each]}</option>`)}
        </select>
        <select class="input narrow" aria-label="Person" @change=${(event: Event) => amend({ person: typedIn(event) })}>
          <option value="">Everybody</option>
          ${[...this.#actors].map(([id, name]) => html`<option value=${id} ?selected=${id === person}>${name}</option>`)}
        </select>
      </div>
    `;
  }

  /** What is loaded again are the latest entries: those that were asked for besides stay. */
  #withOlder(latest: Shown): Shown {
    if (this.#more?.query !== this.query) return latest;
    const last = latest.entries.at(-1)?.seq ?? 0;
    const older = this.#more.entries.filter(({ seq }) => seq < last);
    return { ...this.#more, entries: [...latest.entries, ...older] };
  }

  #list({ entries, next }: Shown) {
    if (entries.length === 0) {
      const isFiltered = Object.entries(this.query).some(
        ([name, value]) => name !== 'environment' && value !== '',
      );
      return html`
        <div class="card nothing">
          <p>${isFiltered ? 'No entry fits.' : 'Nothing has been deployed yet. Flip a switch and it stands here.'}</p>
          ${isFiltered ? html`<a class="button" href=${addressOf(['log'])}>Show all</a>` : nothing}
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
          ?open=${this.seq !== ''} ?revocable=${environment !== undefined && mayRollBack(environment) && isRevocable(entry)}
          @rollback-request=${() => environment && this.rollback?.ask(environment, entry.release ?? 0)}></sy-entry>
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

  async #load(seq: string, query: LogQuery): Promise<Shown> {
    const found = seq ? { entries: [await log.one(Number(seq))] } : await log.entries(query);
    for (const { actor } of found.entries) this.#actors.set(actor.id, actor.name);
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
      const older = await this.#load('', { ...asked(this.query), before });
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
      .tools { display: flex; flex-wrap: wrap; gap: var(--sy-space-3); }
      .find { flex: 2 1 14rem; width: auto; }
      h2 { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); font-weight: 600; margin-bottom: var(--sy-space-2); }
      ol { padding-block: var(--sy-space-2); --lamp-ground: var(--sy-surface); }
      .nothing { display: grid; gap: var(--sy-space-3); justify-items: start; }
      .more { justify-self: center; }
      .verified { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: baseline; color: var(--sy-on-ink); background: var(--sy-on-wash); padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); }
      .broken { color: var(--sy-danger-ink); background: var(--sy-danger-wash); padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); }
      @media (max-width: 640px) { .narrow { flex: 1 1 8rem; } }
    `,
  ];
}

/** What the filters ask of the server. */
function asked({ in: environment, kind, person: actor, text }: Filters): LogQuery {
  return { environment, kind: kinds.find((each) => each === kind), actor, text, limit: step };
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
