import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { initials } from '../model/initials.ts';
import { isAtLeast } from '../model/permissions.ts';
import { typedIn } from '../model/typed-in.ts';
import { isMoving, wordsOf } from '../model/yard.ts';
import { timeIn } from '../model/zones.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { face } from '../styles/face.ts';
import type { Actor, Command, Mark, Rider, Yard, YardGroup } from '../yard-types.ts';
import './sy-cab.ts';
import './sy-mark.ts';
import './sy-rollout.ts';
import './sy-time.ts';

/**
 * One group: who rides, what they want to change and say of it, who drives; and what can be done with it.
 *
 * @fires command-request - `detail` is the `Command`; where it has a reason, that is still to be asked for.
 * @fires schedule-request - The driver wants to set when it departs.
 */
@customElement('sy-group')
export class SyGroup extends LitElement {
  @property({ attribute: false }) group!: YardGroup;
  @property({ attribute: false }) yard!: Yard;
  /** The id of who looks at it. */
  @property() me = '';
  /** The environment's name. */
  @property() place = '';
  /** Where it stands in the queue; 0 is the head. */
  @property({ type: Number }) position = 0;
  @property({ type: Boolean }) busy = false;

  protected override render() {
    const { group, yard } = this;
    const { rollout } = yard;
    const isHead = this.position === 0 || group.rides === 'express';
    return html`
      <article class="card ${isHead ? 'head' : ''}" aria-labelledby="name">
        <header>
          <div class="grow">
            <h2 id="name">Group ${group.id} <span class="where">${this.#where()}</span></h2>
            <p class="small quiet">${this.#driver()}</p>
          </div>
          ${this.#driving()}
        </header>
        ${this.#departure()}
        ${
          isMoving(group) && rollout !== null
            ? html`<sy-rollout .rollout=${rollout} ?held=${yard.holds.length > 0} ?abortable=${group.can.abort}
                @abort-request=${() => this.#ask({ do: 'abort', group: group.id, reason: '' })}></sy-rollout>`
            : nothing
        }
        <ul class="riders">${group.riders.map(this.#rider)}</ul>
        ${
          isHead && !isMoving(group)
            ? html`<sy-cab .group=${group} .yard=${yard} place=${this.place} ?busy=${this.busy} @command-request=${this.#pass}></sy-cab>`
            : nothing
        }
      </article>
    `;
  }

  #where() {
    const { station, rides, since } = this.group;
    const { rollout } = this.yard;
    const how = rides === 'express' ? 'express, ' : rides === 'alone' ? 'alone, ' : '';
    if (typeof station === 'object') {
      const release = String(rollout?.release ?? '');
      const { environment } = this.yard;
      return html`rolling out as <a href=${addressOf(['releases', release], { environment })}>release ${release}</a>`;
    }
    if (station === 'princess')
      return html`${how}at princess since <sy-time at=${since}></sy-time>`;
    const { position } = this;
    if (position <= 0 || rides === 'express') return `${how}next to depart`;
    return `${how}${position === 1 ? 'one group' : `${position} groups`} ahead of it`;
  }

  #driver() {
    const { driver } = this.group;
    return driver.id === this.me ? 'You drive' : `${driver.name} drives`;
  }

  #driving() {
    const { group, me } = this;
    if (isMoving(group)) return nothing;
    const isMine = group.driver.id === me;
    const others = new Map<string, Actor>();
    for (const { author } of group.riders) if (author.id !== me) others.set(author.id, author);
    return html`
      ${
        group.can.schedule && group.departure === null && group.rides !== 'express'
          ? html`<button class="button small" @click=${() => this.dispatchEvent(new CustomEvent('schedule-request'))}><wa-icon name="clock"></wa-icon>Depart at a time</button>`
          : nothing
      }
      ${
        isMine && others.size > 0
          ? html`<select class="input narrow small" aria-label="Hand group ${group.id} over to" @change=${this.#handOver}>
              <option value="">Hand over…</option>
              ${[...others.values()].map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select>`
          : nothing
      }
      ${
        !isMine && group.can.drive
          ? html`<button class="button small" aria-label="Take over group ${group.id}" ?disabled=${this.busy}
              @click=${() => this.#ask({ do: 'drive', group: group.id, driver: 'me' })}><wa-icon name="wheel"></wa-icon>Take over</button>`
          : nothing
      }
    `;
  }

  #departure() {
    const { departure, id, can } = this.group;
    if (departure === null) return nothing;
    const { at, timeZone, by } = departure;
    return html`
      <p class="departure"><wa-icon name="clock"></wa-icon>
        <span class="grow">Departs by itself ${timeZone === null ? 'as soon as the code it needs is there' : timeIn(at, timeZone)}, says ${by.name}. A hold cancels it.</span>
        ${can.schedule ? html`<button class="button small" @click=${() => this.#ask({ do: 'schedule', group: id, departure: null })}>Cancel departure</button>` : nothing}
      </p>
    `;
  }

  readonly #rider = (rider: Rider) => {
    const { change, title, author } = rider;
    const words = wordsOf(rider);
    const isMine = author.id === this.me;
    const { environment } = this.yard;
    return html`
      <li>
        <span class="face ${author.id === this.group.driver.id ? 'driver' : ''}" aria-hidden="true">${initials(author.name)}</span>
        <div class="what">
          ${
            change === null
              ? html`<strong>${title}</strong>`
              : html`<a href=${addressOf(['changes', String(change)], { environment })}><strong>${title}</strong></a>`
          }
          <p class="small quiet">${isMine ? 'You' : author.name}${change === null ? nothing : html`, change ${change}`}</p>
          <ul class="words">${words.slice(0, 4).map((each) => html`<li>${each}</li>`)}
            ${words.length > 4 ? html`<li class="quiet">and ${words.length - 4} more</li>` : nothing}</ul>
        </div>
        <div class="say">${change === null ? nothing : this.#says(rider, change, isMine)}</div>
      </li>
    `;
  };

  #says(rider: Rider, change: number, isMine: boolean) {
    const { mark, title } = rider;
    const { group, yard } = this;
    const isOut = isMoving(group);
    const isSeen = group.station !== 'waiting' || !yard.policy.isPrincessRequired;
    const maySay = isMine && isSeen && (group.rides !== 'express' || isOut);
    const mayCalm =
      isOut && mark === 'uh-oh' && !isMine && isAtLeast(yard.role, yard.policy.who.override);
    const button = (said: Mark, label: string) => html`
      <button class="button small ${said}" aria-pressed=${mark === said} aria-label="${label}: ${title}" ?disabled=${this.busy}
        @click=${() => mark !== said && this.#ask({ do: 'mark', change, mark: said, ...(said === 'uh-oh' || !isMine ? { reason: '' } : {}) })}>
        <sy-mark .mark=${said} aria-hidden="true"></sy-mark>${label}</button>
    `;
    return html`
      ${maySay ? html`${button('good', 'Good')}${button('uh-oh', 'Uh-oh')}` : mark === null && !isSeen ? nothing : html`<sy-mark .mark=${mark}></sy-mark>`}
      ${mayCalm ? button('good', 'Good all the same') : nothing}
      ${
        isOut
          ? nothing
          : isMine
            ? html`<button class="button plain small" aria-label="Leave: ${title}" @click=${() => this.#ask({ do: 'leave', change })}>Leave</button>`
            : group.driver.id === this.me || group.can.drive
              ? html`<button class="button plain small" aria-label="Kick: ${title}" @click=${() => this.#ask({ do: 'kick', change, reason: '' })}>Kick</button>`
              : nothing
      }
    `;
  }

  #handOver(event: Event) {
    const driver = typedIn(event);
    if (driver !== '') this.#ask({ do: 'drive', group: this.group.id, driver });
  }

  #pass(event: CustomEvent<Command>) {
    this.#ask(event.detail);
  }

  #ask(detail: Command) {
    this.dispatchEvent(new CustomEvent('command-request', { detail }));
  }

  static override styles = [
    base,
    controls,
    face,
    css`
      article { display: grid; gap: var(--sy-space-4); }
      article:not(.head) { box-shadow: none; padding-block: var(--sy-space-4); }
      article:not(.head) h2 { font-size: var(--sy-text-m); }
      header { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: start; }
      header .grow { min-width: 12rem; }
      .where { font-weight: 450; color: var(--sy-ink-quiet); font-size: var(--sy-text-m); }
      select.small { min-height: 1.9rem; font-size: var(--sy-text-s); padding-block: 0.15rem; }
      .departure { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-2); padding: var(--sy-space-2) var(--sy-space-3); border-radius: var(--sy-radius); background: var(--sy-action-wash); }
      .departure .grow { flex-basis: 14rem; }
      .riders > li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--sy-space-1) var(--sy-space-3); padding-block: var(--sy-space-3); align-items: start; }
      .riders > li + li { border-top: 1px solid var(--sy-line); }
      .riders > li:last-child { padding-bottom: 0; }
      .riders > li:first-child { padding-top: 0; }
      .face.driver { box-shadow: 0 0 0 2px var(--sy-surface), 0 0 0 4px #f5b32b; }
      .what { min-width: 0; overflow-wrap: anywhere; }
      .what a { color: inherit; text-decoration: none; }
      .what a:hover strong { color: var(--sy-action); text-decoration: underline; text-underline-offset: 0.2em; }
      .words { margin-top: var(--sy-space-1); font-size: var(--sy-text-s); }
      .say { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: center; justify-content: end; }
      .say .button sy-mark { font-size: 0.95rem; }
      .good[aria-pressed='true'] { background: var(--sy-on-wash); border-color: var(--sy-on); color: var(--sy-on-ink); }
      .uh-oh[aria-pressed='true'] { background: var(--sy-danger-wash); border-color: var(--sy-danger); color: var(--sy-danger-ink); }
      @media (max-width: 640px) {
        .riders > li { grid-template-columns: auto minmax(0, 1fr); }
        .say { grid-column: 2; justify-content: start; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-group': SyGroup;
  }
}
