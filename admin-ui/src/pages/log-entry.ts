import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { log } from '../api.ts';
import type { Entry, EntryDetails, Environment } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { numbered } from '../call.ts';
import '../components/sy-changes.ts';
import '../components/sy-deploy-facts.ts';
import '../components/sy-ending.ts';
import '../components/sy-parts.ts';
import '../components/sy-ride.ts';
import '../components/sy-time.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { kindNames } from '../model/outcome.ts';
import { isRevocable, mayRollBack } from '../model/permissions.ts';
import { fullTime } from '../model/times.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './back-dialog.ts';
import type { SyBackDialog } from './back-dialog.ts';
import './rollback-dialog.ts';
import type { SyRollbackDialog } from './rollback-dialog.ts';

/** One entry of the deploy log: everything that is known of it, and the ways back. */
@customElement('sy-log-entry')
export class SyLogEntry extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ type: Number }) seq = 0;
  @query('sy-rollback-dialog') private rollback!: SyRollbackDialog;
  @query('sy-back-dialog') private back!: SyBackDialog;

  readonly #entry = new Loaded(this, {
    args: () => [this.seq],
    load: async (seq: number) => log.one(numbered(seq, 'There is no such entry.')),
    on: ({ kind }) => kind === 'log' || kind === 'fleet',
  });

  protected override render() {
    const reload = () => this.#entry.reload();
    return html`
      <p class="small"><a href=${addressOf(['log'])}>Deploy log</a></p>
      ${this.#entry.render((entry) => this.#page(entry), skeleton(6))}
      <sy-rollback-dialog @rolled-back=${reload}></sy-rollback-dialog>
      <sy-back-dialog @rolled-back=${reload}></sy-back-dialog>
    `;
  }

  #page(entry: EntryDetails) {
    const { title, reason, changes = [], train, deploy, parts = [], outcome } = entry;
    const environment = this.state.environments.find(({ key }) => key === entry.environment);
    return html`
      <header>
        <h1>${title}</h1>
        <p class="facts">${this.#facts(entry, environment)}</p>
        ${reason ? html`<p class="reason">“${reason}”</p>` : nothing}
        ${outcome?.reason ? html`<p class="reason">“${outcome.reason}” <span class="quiet">— ${outcome.actor.name}</span></p>` : nothing}
      </header>
      ${environment && mayRollBack(environment) ? this.#waysBack(entry, environment) : nothing}
      ${parts.length > 0 ? this.#card('How far it is', html`<sy-parts .parts=${parts}></sy-parts>`) : nothing}
      ${changes.length > 0 ? this.#card(headingOf(entry), html`<sy-changes .changes=${changes}></sy-changes>`) : nothing}
      ${deploy ? this.#card('The deploy', html`<sy-deploy-facts .entry=${entry}></sy-deploy-facts>`) : nothing}
      ${train ? this.#card(`On the train, in group ${train.group}`, html`<sy-ride .ride=${train} environment=${entry.environment ?? ''}></sy-ride>`) : nothing}
      ${this.#chain(entry)}
    `;
  }

  #facts(entry: Entry, environment: Environment | undefined) {
    const { seq, kind, at, actor, release, reverts, rolledBackBy, settles, outcome, isRunning } =
      entry;
    return html`
      <strong>${kindNames[kind]}</strong>
      ${outcome || isRunning ? html`<sy-ending .entry=${entry}></sy-ending>` : nothing}
      <span>${entry.deploy?.by ?? actor.name}</span>
      ${entry.environment ? html`<span class="place ${environment?.policy.confirm ? 'guarded' : ''}">${environment?.name ?? entry.environment}</span>` : nothing}
      <span><sy-time at=${at}></sy-time>, ${fullTime(at)}</span>
      ${release === undefined ? nothing : this.#releaseLink(entry, release)}
      ${reverts === undefined ? nothing : html`<span class="tag">rolls back ${this.#releaseLink(entry, reverts)}</span>`}
      ${rolledBackBy === undefined ? nothing : html`<span class="tag">rolled back by ${this.#releaseLink(entry, rolledBackBy)}</span>`}
      ${settles === undefined ? nothing : html`<a href=${addressOf(['log', String(settles)])}>the outcome of entry ${settles}</a>`}
      ${outcome === undefined ? nothing : html`<a href=${addressOf(['log', String(outcome.seq)])}>entry ${outcome.seq} ended it</a>`}
      <span>entry ${seq}</span>
    `;
  }

  #releaseLink({ environment }: Entry, release: number) {
    return html`<a href=${addressOf(['releases', String(release)], { environment })}>release ${release}</a>`;
  }

  #waysBack(entry: Entry, environment: Environment) {
    const { seq, kind, release, outcome, isRunning } = entry;
    // What takes a while has its effect when it ends.
    const after = outcome?.seq ?? seq;
    if (kind !== 'config' && kind !== 'code') return nothing;
    const isUndoable = release !== undefined && isRevocable(entry);
    return html`
      <div class="back" role="group" aria-label="Ways back">
        ${
          isUndoable
            ? html`<button class="button danger-quiet" @click=${() => this.rollback.ask(environment, release, isRunning)}>
                <wa-icon name="rollback"></wa-icon>Roll back this release</button>`
            : nothing
        }
        <button class="button" title="Config as it was after this entry" @click=${() => this.back.ask(environment, after, false)}>Back to here</button>
        <button class="button" title="Config and code as they were after this entry" @click=${() => this.back.ask(environment, after, true)}>Back to here, code and config</button>
        <p class="small quiet">You see what changes before it happens.</p>
      </div>
    `;
  }

  #card(heading: string, content: unknown) {
    return html`<section class="card stack" aria-label=${heading}><h2>${heading}</h2>${content}</section>`;
  }

  #chain({ hash, previousHash, checksum }: Entry) {
    return html`
      <details class="small">
        <summary>In the chain</summary>
        <dl>
          <dt>Hash</dt><dd><code>${hash}</code></dd>
          <dt>Hash before</dt><dd><code>${previousHash}</code></dd>
          ${checksum ? html`<dt>Ruleset</dt><dd><code>${checksum}</code></dd>` : nothing}
        </dl>
      </details>
    `;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-4); }
      header { display: grid; gap: var(--sy-space-2); }
      h1 { overflow-wrap: anywhere; white-space: pre-line; }
      .facts { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-4); color: var(--sy-ink-quiet); }
      .facts strong { color: var(--sy-ink); }
      .place { font-weight: 600; color: var(--sy-action); }
      .place.guarded { color: var(--sy-danger-ink); }
      .tag { padding: 0 0.5rem; border-radius: 999px; background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .reason { font-style: italic; font-size: var(--sy-text-l); overflow-wrap: anywhere; }
      .reason .quiet { font-style: normal; font-size: var(--sy-text-m); }
      .back { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: center; }
      details { color: var(--sy-ink-quiet); }
      summary { cursor: pointer; }
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--sy-space-1) var(--sy-space-4); margin-top: var(--sy-space-2); }
      dd { overflow-wrap: anywhere; }
    `,
  ];
}

/** What departs changes nothing before it arrives. */
function headingOf({ action, outcome }: Entry): string {
  if (action !== 'depart' || outcome?.action === 'arrive') return 'What changed';
  return outcome ? 'What would have changed' : 'What changes';
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-log-entry': SyLogEntry;
  }
}
