import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AppState } from '../app-state.ts';
import '../components/sy-ask-dialog.ts';
import type { SyAskDialog } from '../components/sy-ask-dialog.ts';
import '../components/sy-announcements.ts';
import '../components/sy-environment-tabs.ts';
import '../components/sy-group.ts';
import '../components/sy-holds.ts';
import '../components/sy-platform.ts';
import '../components/sy-timeline.ts';
import '../components/sy-track.ts';
import { isRare } from '../live.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { mayPropose } from '../model/permissions.ts';
import { ownId } from '../model/who.ts';
import { isMoving } from '../model/yard.ts';
import { complain, tell } from '../notices.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { cord } from '../styles/cord.ts';
import { TrainCommands } from '../train-commands.ts';
import { annotations, changes, train } from '../yard-api.ts';
import type { Command, ProposalSummary, Yard, YardGroup } from '../yard-types.ts';
import './board-dialog.ts';
import type { SyBoardDialog } from './board-dialog.ts';
import './depart-dialog.ts';
import type { SyDepartDialog } from './depart-dialog.ts';
import './sight.ts';
import './train-tabs.ts';

const dayMs = 86_400_000;
/** How many groups are listed until more are asked for. */
const manyGroups = 12;
const mostOnPlatform = 6;

/** The train of the chosen environment: who rides, where it is, what is in its way, and what one can do. */
@customElement('sy-train')
export class SyTrain extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @query('sy-ask-dialog') private dialog!: SyAskDialog;
  @query('sy-depart-dialog') private departing!: SyDepartDialog;
  @query('sy-board-dialog') private boarding!: SyBoardDialog;
  @state() private isAllShown = false;
  @state() private isSightOpen = false;

  readonly #yard = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: train.yard,
    on: ({ kind, environment }) =>
      kind === 'fleet' || environment === undefined || environment === this.state.environment.key,
  });
  readonly #platform = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: (environment: string) =>
      changes.all(environment, { status: 'open', limit: mostOnPlatform }),
    on: (news) =>
      isRare(news) &&
      (news.environment ?? this.state.environment.key) === this.state.environment.key,
  });
  readonly #deploys = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: async (environment: string) => {
      const until = Date.now();
      const since = new Date(until - dayMs).toISOString();
      return { until, shown: (await annotations(environment, since)).annotations };
    },
    on: ({ kind }) => kind === 'log' || kind === 'release',
  });

  readonly #commands = new TrainCommands(this, {
    dialog: () => this.dialog,
    yard: () => this.#yard.value,
    environment: () => this.state.environment.key,
    take: (yard) => this.#yard.set(yard),
    look: () => this.#yard.reload(),
  });

  protected override render() {
    const { environment, environments } = this.state;
    return html`
      <div class="row spread">
        <sy-train-tabs current="train"></sy-train-tabs>
        <button class="cord" ?disabled=${!mayPropose(environment)} @click=${() => this.#commands.ask({ do: 'hold', reason: '' })}>
          <wa-icon name="hand"></wa-icon>Hold the train
        </button>
      </div>
      <sy-environment-tabs .environments=${environments} current=${environment.key} .path=${['train']}></sy-environment-tabs>
      ${this.#yard.render((yard) => (yard.environment === environment.key ? this.#page(yard) : skeleton(8)), skeleton(8))}
      <section class="card day" aria-labelledby="day">
        <h2 id="day">The last day in ${environment.name}</h2>
        ${this.#deploys.render(({ shown, until }) => html`<sy-timeline .annotations=${shown} .until=${until}></sy-timeline>`, skeleton(2))}
      </section>
      <sy-ask-dialog></sy-ask-dialog>
      <sy-board-dialog @boarded=${() => Promise.all([this.#yard.reload(), this.#platform.reload()])}></sy-board-dialog>
      <sy-depart-dialog environment=${environment.key} ?has-plan=${environment.policy.plan.length > 0} @depart-at=${(event: CustomEvent<Command>) => this.#commands.run(event.detail)}></sy-depart-dialog>
    `;
  }

  #page(yard: Yard) {
    const me = ownId(this.state.session);
    const command = (event: CustomEvent<Command>) => this.#commands.ask(event.detail);
    const open = this.#platform.value?.changes.filter(
      (each) => each.environment === yard.environment,
    );
    const isEmpty = yard.groups.length === 0 && yard.bookings.length === 0;
    return html`
      <sy-holds .yard=${yard} me=${me} ?busy=${this.#commands.isBusy} @command-request=${command}></sy-holds>
      <section class="card yard" aria-label="Yard">
        <sy-track .yard=${yard}></sy-track>
        ${this.#topic(yard)}
      </section>
      ${isEmpty ? this.#empty(yard) : nothing}
      ${this.#groups(yard)}
      ${this.#sight(yard)}
      <sy-platform environment=${yard.environment} .bookings=${yard.bookings} .waiting=${open ?? []} ?more=${this.#platform.value?.next !== undefined}
        ?disabled=${!mayPropose(this.state.environment)}
        @board-request=${(event: CustomEvent<ProposalSummary>) => this.boarding.ask(yard.environment, event.detail)} @command-request=${command}></sy-platform>
      <sy-announcements .messages=${yard.messages} me=${me}></sy-announcements>
    `;
  }

  #topic({ topic, groups }: Yard) {
    if (groups.length === 0) return nothing;
    return html`
      <p class="topic">
        <code>${topic}</code>
        <button class="button plain icon small" aria-label="Copy the train as one line" title="Copy for chat" @click=${() => this.#copy(topic)}><wa-icon name="copy"></wa-icon></button>
      </p>
    `;
  }

  #empty({ policy }: Yard) {
    const { environment } = this.state;
    return html`
      <section class="card stack" aria-label="Nobody aboard">
        <h2>Nobody is aboard</h2>
        <p>Changes of switches ride the train: they wait in line, are looked at on princess, and leave together as one numbered release.
          A few users get it first, then everybody, and anyone can stop it on the way.</p>
        <div class="row">
          <a class="button primary" href=${addressOf(['switches'])}>Edit a switch and propose the change</a>
          ${policy.plan.length === 0 && environment.role === 'admin' ? html`<a class="button" href=${addressOf(['settings', 'environments', environment.key])}>Set a canary plan</a>` : nothing}
        </div>
        ${policy.plan.length === 0 ? html`<p class="quiet small">${environment.name} has no canary plan: what departs is live for everybody at once.</p>` : nothing}
      </section>
    `;
  }

  /** What is worth knowing before the red button is pressed. */
  #sight({ environment, policy, groups }: Yard) {
    if (policy.plan.length === 0 || groups.every(isMoving)) return nothing;
    return html`
      <details class="card" @toggle=${(event: Event) => {
        this.isSightOpen = (event.target as HTMLDetailsElement).open;
      }}>
        <summary>What a canary can see here, before it starts</summary>
        ${this.isSightOpen ? html`<sy-sight-of environment=${environment}></sy-sight-of>` : nothing}
      </details>
    `;
  }

  #groups(yard: Yard) {
    const queue = yard.groups.filter((group) => group.rides !== 'express' && !isMoving(group));
    const shown = this.isAllShown ? yard.groups : yard.groups.slice(0, manyGroups);
    return html`
      ${repeat(
        shown,
        ({ id }) => id,
        (group) => html`
          <sy-group .group=${group} .yard=${yard} me=${ownId(this.state.session)} place=${this.state.environment.name} ?busy=${this.#commands.isBusy}
            .position=${positionOf(group, queue, yard)}
            @command-request=${(event: CustomEvent<Command>) => this.#commands.ask(event.detail)}
            @schedule-request=${() => this.departing.ask(group.id)}></sy-group>
        `,
      )}
      ${
        shown.length < yard.groups.length
          ? html`<button class="button more" @click=${() => {
              this.isAllShown = true;
            }}>Show ${yard.groups.length - shown.length} more groups</button>`
          : nothing
      }
    `;
  }

  async #copy(topic: string) {
    try {
      await navigator.clipboard.writeText(topic);
      tell('Copied.');
    } catch (thrown) {
      complain(thrown);
    }
  }

  static override styles = [
    base,
    controls,
    cord,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .yard { padding-bottom: var(--sy-space-3); min-width: 0; }
      .topic { display: flex; align-items: center; justify-content: space-between; gap: var(--sy-space-2); margin-top: var(--sy-space-4); padding-top: var(--sy-space-2); border-top: 1px solid var(--sy-line); color: var(--sy-ink-quiet); min-width: 0; }
      .topic code { font-size: 0.8rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      section h2 { font-size: var(--sy-text-m); }
      .day { display: grid; gap: var(--sy-space-3); }
      .more { justify-self: center; }
      details summary { cursor: pointer; font-weight: 550; color: var(--sy-action); }
      details sy-sight-of { margin-top: var(--sy-space-4); }
    `,
  ];
}

/** How many groups stand before it. */
function positionOf(group: YardGroup, queue: readonly YardGroup[], { groups }: Yard): number {
  if (isMoving(group)) return 0;
  return queue.indexOf(group) + (groups.some(isMoving) ? 1 : 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-train': SyTrain;
  }
}
