import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AppState } from '../app-state.ts';
import '../components/sy-ask-dialog.ts';
import type { SyAskDialog } from '../components/sy-ask-dialog.ts';
import '../components/sy-environment-tabs.ts';
import '../components/sy-group.ts';
import '../components/sy-time.ts';
import '../components/sy-timeline.ts';
import '../components/sy-track.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { mayPropose } from '../model/permissions.ts';
import { ownId } from '../model/who.ts';
import { isMoving } from '../model/yard.ts';
import { timeIn } from '../model/zones.ts';
import { complain, tell } from '../notices.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { annotations, changes, train } from '../yard-api.ts';
import type { Command, Hold, Yard, YardGroup } from '../yard-types.ts';
import './board-dialog.ts';
import type { SyBoardDialog } from './board-dialog.ts';
import './depart-dialog.ts';
import type { SyDepartDialog } from './depart-dialog.ts';
import { questionOf } from './train-questions.ts';
import './train-tabs.ts';

const dayMs = 86_400_000;
/** How many groups are listed until more are asked for. */
const manyGroups = 12;
const mostMessages = 5;
const mostOnPlatform = 6;

/** The train of the chosen environment: who rides, where it is, what is in its way, and what one can do. */
@customElement('sy-train')
export class SyTrain extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @query('sy-ask-dialog') private dialog!: SyAskDialog;
  @query('sy-depart-dialog') private departing!: SyDepartDialog;
  @query('sy-board-dialog') private boarding!: SyBoardDialog;
  @state() private isBusy = false;
  @state() private isAllShown = false;

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
    on: ({ environment }) =>
      environment === undefined || environment === this.state.environment.key,
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

  protected override render() {
    const { environment, environments } = this.state;
    return html`
      <div class="row spread">
        <sy-train-tabs current="train"></sy-train-tabs>
        <button class="cord" ?disabled=${!mayPropose(environment)} @click=${() => this.#ask({ do: 'hold', reason: '' })}>
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
      <sy-depart-dialog @depart-at=${(event: CustomEvent<Command>) => this.#run(event.detail)}></sy-depart-dialog>
    `;
  }

  #page(yard: Yard) {
    const isEmpty = yard.groups.length === 0 && yard.bookings.length === 0;
    return html`
      ${yard.holds.map((hold) => this.#hold(hold, yard))}
      ${this.#freeze(yard)}
      <section class="card yard" aria-label="Yard">
        <sy-track .yard=${yard}></sy-track>
        ${this.#topic(yard)}
      </section>
      ${isEmpty ? this.#empty(yard) : nothing}
      ${this.#groups(yard)}
      ${this.#bookings(yard)}
      ${this.#onPlatform(yard)}
      ${this.#messages(yard)}
    `;
  }

  #hold({ by, reason, since }: Hold, yard: Yard) {
    const isMine = by.id === ownId(this.state.session);
    return html`
      <div class="hold" role="alert">
        <wa-icon name="hand"></wa-icon>
        <p class="grow"><strong>${isMine ? 'You hold' : `${by.name} holds`} the train: ${reason}</strong>
          <span class="small">Nothing departs or goes on since <sy-time at=${since}></sy-time>, until this is lifted.</span></p>
        ${
          yard.role === 'viewer'
            ? nothing
            : html`<button class="button" aria-label="Lift the hold of ${by.name}" ?disabled=${this.isBusy} @click=${() => this.#run({ do: 'unhold', of: by.id })}>Lift</button>`
        }
      </div>
    `;
  }

  #freeze({ freeze }: Yard) {
    if (freeze === null) return nothing;
    return html`
      <div class="freeze" role="status"><wa-icon name="snow"></wa-icon>
        <p><strong>Frozen: ${freeze.reason}</strong> <span>Nothing departs until ${timeIn(freeze.until, freeze.timeZone)}.</span></p>
      </div>
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

  #groups(yard: Yard) {
    const queue = yard.groups.filter((group) => group.rides !== 'express' && !isMoving(group));
    const shown = this.isAllShown ? yard.groups : yard.groups.slice(0, manyGroups);
    return html`
      ${repeat(
        shown,
        ({ id }) => id,
        (group) => html`
          <sy-group .group=${group} .yard=${yard} me=${ownId(this.state.session)} place=${this.state.environment.name} ?busy=${this.isBusy}
            .position=${positionOf(group, queue, yard)}
            @command-request=${(event: CustomEvent<Command>) => this.#ask(event.detail)}
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

  #bookings({ bookings, environment }: Yard) {
    if (bookings.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="bookings">
        <h2 id="bookings">Will board</h2>
        <ul class="bookings">
          ${bookings.map(
            ({ change, title, author, at, timeZone }) => html`
              <li><wa-icon name="clock"></wa-icon>
                <span class="grow"><a href=${addressOf(['changes', String(change)], { environment })}>${title}</a>
                  <span class="quiet">${author.name}, ${timeIn(at, timeZone)}</span></span>
                <button class="button plain small" aria-label="Cancel the boarding of ${title}" @click=${() => this.#run({ do: 'leave', change })}>Cancel</button></li>
            `,
          )}
        </ul>
      </section>
    `;
  }

  /** Changes that are proposed, but not aboard. */
  #onPlatform({ environment, bookings }: Yard) {
    const booked = new Set(bookings.map(({ change }) => change));
    const { changes: open = [], next } = this.#platform.value ?? {};
    const waiting = open.filter(
      (each) => each.environment === environment && !booked.has(each.number),
    );
    if (waiting.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="platform">
        <h2 id="platform">On the platform</h2>
        <ul class="bookings">
          ${waiting.map(
            (each) => html`
              <li><span class="grow"><a href=${addressOf(['changes', String(each.number)], { environment })}>${each.title}</a>
                  <span class="quiet">${each.author.name}</span></span>
                ${mayPropose(this.state.environment) ? html`<button class="button small" aria-label="Board: ${each.title}" @click=${() => this.boarding.ask(environment, each)}>Board…</button>` : nothing}</li>
            `,
          )}
        </ul>
        ${next === undefined ? nothing : html`<p><a href=${addressOf(['changes'], { show: 'open' })}>All open changes</a></p>`}
      </section>
    `;
  }

  /** What everybody, or we, were told lately. */
  #messages({ messages }: Yard) {
    const me = ownId(this.state.session);
    const told = messages.filter(({ to }) => to === 'everybody' || to.includes(me));
    if (told.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="told">
        <h2 id="told">Announced</h2>
        <ul class="told">${told
          .slice(-mostMessages)
          .reverse()
          .map(
            ({ message, at, to }) => html`
              <li><span class="grow">${to === 'everybody' ? nothing : html`<span class="you">to you</span> `}${message}</span>
                <sy-time class="quiet small" at=${at}></sy-time></li>
            `,
          )}</ul>
      </section>
    `;
  }

  /** Does it, or asks why first where people will want to know. */
  #ask(command: Command) {
    const question = questionOf(command, this.#yard.value, (asked) => this.#send(asked));
    if (question === undefined) void this.#run(command);
    else this.dialog.ask(question);
  }

  async #run(command: Command) {
    this.isBusy = true;
    try {
      await this.#send(command);
    } catch (thrown) {
      complain(thrown);
      await this.#yard.reload();
    }
    this.isBusy = false;
  }

  async #send(command: Command) {
    this.#yard.set(await train.command(this.state.environment.key, command));
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
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .cord {
        display: inline-flex; align-items: center; gap: var(--sy-space-2); min-height: 2.75rem; padding: 0.4rem 1.1rem; cursor: pointer; font-weight: 650;
        color: var(--sy-danger-ink); background: var(--sy-surface); border: 2px solid var(--sy-danger); border-radius: 999px; transition: background var(--sy-quick);
      }
      .cord:hover { background: var(--sy-danger-wash); }
      .cord:disabled { opacity: 0.5; cursor: not-allowed; }
      .yard { padding-bottom: var(--sy-space-3); min-width: 0; }
      .hold, .freeze { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-3) var(--sy-space-4); padding: var(--sy-space-4) var(--sy-space-5); border-radius: var(--sy-radius-l); overflow-wrap: anywhere; }
      .hold { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .hold p { flex: 1 1 14rem; display: grid; }
      .freeze { background: var(--sy-action-wash); color: var(--sy-action); flex-wrap: nowrap; }
      .hold > wa-icon, .freeze > wa-icon { font-size: 1.5rem; flex: none; }
      .topic { display: flex; align-items: center; justify-content: space-between; gap: var(--sy-space-2); margin-top: var(--sy-space-4); padding-top: var(--sy-space-2); border-top: 1px solid var(--sy-line); color: var(--sy-ink-quiet); min-width: 0; }
      .topic code { font-size: 0.8rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .bookings li { display: flex; align-items: center; gap: var(--sy-space-3); padding-block: var(--sy-space-1); overflow-wrap: anywhere; }
      .told li { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-4); padding-block: var(--sy-space-1); overflow-wrap: anywhere; }
      .told .grow { flex-basis: 14rem; }
      .you { padding: 0 0.45rem; border-radius: 999px; background: var(--sy-action-wash); color: var(--sy-action); font-size: var(--sy-text-s); }
      section h2 { font-size: var(--sy-text-m); }
      .day { display: grid; gap: var(--sy-space-3); }
      .more { justify-self: center; }
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
