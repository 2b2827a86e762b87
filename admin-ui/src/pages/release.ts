import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { EntryDetails, Environment, Release } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { numbered } from '../call.ts';
import '../components/sy-ask-dialog.ts';
import type { SyAskDialog } from '../components/sy-ask-dialog.ts';
import '../components/sy-changes.ts';
import '../components/sy-ending.ts';
import '../components/sy-evidence.ts';
import '../components/sy-holds.ts';
import '../components/sy-ride.ts';
import '../components/sy-rollout.ts';
import '../components/sy-time.ts';
import { judgedRelease } from '../guard-api.ts';
import type { Evidence } from '../guard-types.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { statusInWords } from '../model/outcome.ts';
import { isRevocable, mayPropose, mayRollBack } from '../model/permissions.ts';
import { fullTime } from '../model/times.ts';
import { ownId } from '../model/who.ts';
import { isMoving } from '../model/yard.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { cord } from '../styles/cord.ts';
import { TrainCommands } from '../train-commands.ts';
import type { Command, Yard } from '../yard-types.ts';
import './rollback-dialog.ts';
import type { SyRollbackDialog } from './rollback-dialog.ts';

/** One release: how far it is, what speaks for and against it, and what it changes. */
@customElement('sy-release-page')
export class SyReleasePage extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ type: Number }) number = 0;
  @query('sy-ask-dialog') private dialog!: SyAskDialog;
  @query('sy-rollback-dialog') private rollback!: SyRollbackDialog;

  readonly #page = new Loaded(this, {
    args: () => [this.state.environment.key, this.number],
    load: async (environment: string, number: number) =>
      judgedRelease(environment, numbered(number, 'There is no such release.')),
    on: ({ kind, environment }) =>
      kind === 'log' ||
      (kind !== 'fleet' &&
        (environment === undefined || environment === this.state.environment.key)),
  });
  readonly #commands = new TrainCommands(this, {
    dialog: () => this.dialog,
    yard: () => this.#page.value?.yard,
    environment: () => this.state.environment.key,
    take: () => this.#page.reload(),
    look: () => this.#page.reload(),
  });

  protected override render() {
    return html`
      ${this.#page.render(({ release, evidence, entry, yard }) => this.#all(release, evidence, entry, yard), skeleton(8))}
      <sy-ask-dialog></sy-ask-dialog>
      <sy-rollback-dialog @rolled-back=${() => this.#page.reload()}></sy-rollback-dialog>
    `;
  }

  #all(release: Release, evidence: Evidence, entry: EntryDetails, yard: Yard | undefined) {
    const { environment } = this.state;
    return html`
      <div class="row spread">
        <p class="small"><a href=${addressOf(['train'], { environment: environment.key })}>Train of ${environment.name}</a></p>
        ${yard ? html`<button class="cord" ?disabled=${!mayPropose(environment)} @click=${() => this.#commands.ask({ do: 'hold', reason: '' })}><wa-icon name="hand"></wa-icon>Hold the train</button>` : nothing}
      </div>
      ${this.#header(release, evidence, entry)}
      ${yard ? this.#rollout(yard) : this.#back(release, environment)}
      ${this.#evidence(release, evidence)}
      <section class="card stack" aria-labelledby="changes">
        <h2 id="changes">${release.outcome === 'aborted' ? 'What it would have changed' : 'What it changes'}</h2>
        ${release.changes.length === 0 ? html`<p class="quiet">Nothing.</p>` : html`<sy-changes .changes=${release.changes}></sy-changes>`}
      </section>
      ${release.train ? html`<section class="card stack" aria-labelledby="ride"><h2 id="ride">On the train, in group ${release.train.group}</h2><sy-ride .ride=${release.train} environment=${environment.key}></sy-ride></section>` : nothing}
    `;
  }

  #header(release: Release, { words }: Evidence, entry: EntryDetails) {
    const { number, at, actor, reason, reverts, rolledBackBy, outcome } = release;
    const { environment } = this.state;
    const isBack = outcome === 'aborted' || rolledBackBy !== undefined;
    const state = isBack ? 'back' : outcome;
    const ended = entry.outcome;
    const isJudged = words !== null && ended?.reason === words;
    const link = (to: number) =>
      html`<a href=${addressOf(['releases', String(to)], { environment: environment.key })}>release ${to}</a>`;
    return html`
      <header>
        <h1>Release ${number} <span class="state ${state}">${stateInWords(release)}</span></h1>
        ${reason ? html`<p class="reason">“${reason}”</p>` : nothing}
        <p class="facts">
          <span class="place ${environment.policy.confirm ? 'guarded' : ''}">${environment.name}</span>
          <span>${actor.name}</span>
          <span><sy-time at=${at}></sy-time>, ${fullTime(at)}</span>
          ${ended || entry.isRunning ? html`<sy-ending .entry=${entry}></sy-ending>` : nothing}
          ${reverts === undefined ? nothing : html`<span>rolls back ${link(reverts)}</span>`}
          ${rolledBackBy === undefined ? nothing : html`<span>rolled back by ${link(rolledBackBy)}</span>`}
          <a href=${addressOf(['log', String(release.entry)])}>in the deploy log</a>
        </p>
        ${ended?.reason ? html`<p class="sentence ${isBack ? 'back' : ''}">${isJudged ? ended.reason : html`“${ended.reason}” <span class="quiet">— ${ended.actor.name}</span>`}</p>` : nothing}
      </header>
    `;
  }

  #rollout(yard: Yard) {
    const { rollout, holds } = yard;
    const group = yard.groups.find(isMoving);
    const command = (event: CustomEvent<Command>) => this.#commands.ask(event.detail);
    if (rollout === null || rollout.release !== this.number || group === undefined) return nothing;
    return html`
      <sy-holds .yard=${yard} me=${ownId(this.state.session)} ?busy=${this.#commands.isBusy} @command-request=${command}></sy-holds>
      <section class="card" aria-label="How far it is">
        <sy-rollout .rollout=${rollout} ?held=${holds.length > 0} ?abortable=${group.can.abort}
          @abort-request=${() => this.#commands.ask({ do: 'abort', group: group.id, reason: '' })}></sy-rollout>
      </section>
    `;
  }

  #back(release: Release, environment: Environment) {
    if (!mayRollBack(environment) || !isRevocable(release)) return nothing;
    return html`
      <div>
        <button class="button danger-quiet" @click=${() => this.rollback.ask(environment, release.number)}>
          <wa-icon name="rollback"></wa-icon>Roll back this release</button>
      </div>
    `;
  }

  #evidence({ outcome }: Release, evidence: Evidence) {
    const { environment } = this.state;
    const settings = addressOf(['settings', 'environments', environment.key]);
    if (evidence.verdict !== null) {
      const heading = outcome === 'rolling-out' ? 'What the guard sees' : 'How it was judged';
      return html`<section class="card stack" aria-labelledby="evidence"><h2 id="evidence">${heading}</h2><sy-evidence .evidence=${evidence}></sy-evidence></section>`;
    }
    return html`
      <section class="card stack" aria-labelledby="evidence">
        <h2 id="evidence">Not guarded</h2>
        <p class="quiet">${outcome === 'rolling-out' ? 'It goes on by time only' : 'Nothing was compared'}: either it went to everybody at once, or ${environment.name} had no guard when it departed.
          A guard compares those who have a release with the others, and takes it back by itself when it makes things worse.
          ${environment.role === 'admin' ? html`<a href=${settings}>Set one</a>` : nothing}</p>
      </section>
    `;
  }

  static override styles = [
    base,
    controls,
    cord,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-4); }
      header { display: grid; gap: var(--sy-space-2); }
      h1 { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-2) var(--sy-space-3); overflow-wrap: anywhere; }
      .state { padding: 0.1rem 0.7rem; border-radius: 999px; font-size: var(--sy-text-s); font-weight: 600; letter-spacing: 0; background: var(--sy-on-wash); color: var(--sy-on-ink); }
      .state.rolling-out { background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .state.back { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .facts { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-4); color: var(--sy-ink-quiet); }
      .place { font-weight: 600; color: var(--sy-action); }
      .place.guarded { color: var(--sy-danger-ink); }
      .reason { font-style: italic; font-size: var(--sy-text-l); overflow-wrap: anywhere; }
      .sentence { padding: var(--sy-space-4) var(--sy-space-5); border-radius: var(--sy-radius-l); background: var(--sy-action-wash); font-size: var(--sy-text-l); overflow-wrap: anywhere; }
      .sentence.back { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .sentence .quiet { font-size: var(--sy-text-m); }
    `,
  ];
}

function stateInWords(release: Release): string {
  if (release.outcome === 'aborted') return 'taken back, was never live for all';
  if (release.rolledBackBy !== undefined) return 'rolled back';
  return statusInWords(release) ?? 'arrived';
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-release-page': SyReleasePage;
  }
}
