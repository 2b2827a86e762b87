import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AppState } from '../app-state.ts';
import '../components/sy-environment-tabs.ts';
import '../components/sy-status.ts';
import '../components/sy-time.ts';
import { isRare } from '../live.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { initials } from '../model/initials.ts';
import { typedIn } from '../model/typed-in.ts';
import { ownId } from '../model/who.ts';
import { timeIn } from '../model/zones.ts';
import { complain } from '../notices.ts';
import { addressOf, amend } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { face } from '../styles/face.ts';
import { changes } from '../yard-api.ts';
import type { ProposalSummary } from '../yard-types.ts';
import './proposal.ts';
import './train-tabs.ts';

const step = 50;
const shows = {
  current: { label: 'Open and aboard', status: 'open,aboard,rolling-out' },
  open: { label: 'Open', status: 'open' },
  aboard: { label: 'Aboard', status: 'aboard,rolling-out' },
  done: { label: 'Done', status: 'arrived,rolled-back,withdrawn' },
} as const;

interface Shown {
  readonly changes: readonly ProposalSummary[];
  readonly next?: number;
}

/** The proposed changes of the chosen environment. */
@customElement('sy-proposals')
export class SyProposals extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The filters, as the address has them. */
  @property({ attribute: false }) query: Readonly<Record<string, string>> = {};

  readonly #proposals = new Loaded(this, {
    args: () =>
      [this.state.environment.key, this.#show(), this.#author()] as const as [
        string,
        keyof typeof shows,
        string,
      ],
    load: (environment: string, show: keyof typeof shows, author: string) =>
      this.#load(environment, show, author),
    on: (news) =>
      isRare(news) &&
      (news.environment ?? this.state.environment.key) === this.state.environment.key,
  });

  protected override render() {
    const { environment, environments } = this.state;
    const { text = '' } = this.query;
    return html`
      <sy-train-tabs current="changes"></sy-train-tabs>
      <sy-environment-tabs .environments=${environments} current=${environment.key} .path=${['changes']}></sy-environment-tabs>
      <div class="tools" role="search">
        <input class="input find" type="search" aria-label="Search changes" placeholder="Search titles, authors and what they change" autocomplete="off" .value=${text}
          @input=${(event: Event) => amend({ text: typedIn(event) })} />
        <select class="input narrow" aria-label="Show" @change=${(event: Event) => amend({ show: typedIn(event) })}>
          ${Object.entries(shows).map(([each, { label }]) => html`<option value=${each} ?selected=${each === this.#show()}>${label}</option>`)}
        </select>
        <select class="input narrow" aria-label="Author" @change=${(event: Event) => amend({ author: typedIn(event) })}>
          <option value="">Everybody’s</option>
          <option value="me" ?selected=${this.query.author === 'me'}>Mine</option>
        </select>
      </div>
      ${this.#proposals.render((shown) => this.#list(shown, text), skeleton(8))}
    `;
  }

  #list({ changes: all, next }: Shown, text: string) {
    const found = all.filter((each) => fits(each, text));
    if (found.length === 0) return this.#none(all.length > 0);
    return html`
      <ul class="card">${repeat(found, ({ number }) => number, this.#row)}</ul>
      ${next === undefined ? nothing : html`<button class="button more" @click=${() => this.#showMore(all, next)}>Show older</button>`}
    `;
  }

  #none(isFiltered: boolean) {
    return html`
      <div class="card stack none">
        <p>${isFiltered || this.#show() !== 'current' || this.query.author ? 'No change fits.' : 'Nobody has proposed a change. Edit a switch, then choose “Propose a change”.'}</p>
        <div><a class="button" href=${addressOf(['switches'])}>To the switches</a></div>
      </div>
    `;
  }

  readonly #row = (each: ProposalSummary) => {
    const { number, title, author, status, changes: what, approvals, approvalsNeeded } = each;
    const words = what.flatMap(({ key, words: said }) => said.map((one) => `${key}: ${one}`));
    return html`
      <li>
        <span class="face" aria-hidden="true">${initials(author.name)}</span>
        <div class="what">
          <a href=${addressOf(['changes', String(number)], { environment: each.environment })}><strong>${title}</strong></a>
          <p class="quiet small">Change ${number}, ${author.name}, <sy-time at=${each.updatedAt}></sy-time></p>
          <p class="small words">${words.slice(0, 2).join('; ')}${words.length > 2 ? ` and ${words.length - 2} more` : ''}</p>
        </div>
        <div class="facts">
          <sy-status status=${status}></sy-status>
          ${approvalsNeeded > 0 && (status === 'open' || status === 'aboard') ? html`<span class="small quiet">${approvals.length} of ${approvalsNeeded} approvals</span>` : nothing}
          ${each.boardsAt ? html`<span class="small quiet">boards ${timeIn(each.boardsAt.at, each.boardsAt.timeZone)}</span>` : nothing}
          ${each.waitsFor.length > 0 ? html`<span class="small waits">waits for code</span>` : nothing}
          ${each.release === null ? nothing : html`<span class="small quiet">release ${each.release}</span>`}
        </div>
      </li>
    `;
  };

  #show(): keyof typeof shows {
    const { show = '' } = this.query;
    return show in shows ? (show as keyof typeof shows) : 'current';
  }

  #author() {
    return this.query.author === 'me' ? ownId(this.state.session) : '';
  }

  #load(environment: string, show: keyof typeof shows, author: string, before?: number) {
    return changes.all(environment, {
      status: shows[show].status,
      limit: step,
      ...(author && { author }),
      ...(before !== undefined && { before }),
    });
  }

  async #showMore(shown: readonly ProposalSummary[], before: number) {
    try {
      const { key } = this.state.environment;
      const more = await this.#load(key, this.#show(), this.#author(), before);
      this.#proposals.set({ ...more, changes: [...shown, ...more.changes] });
    } catch (thrown) {
      complain(thrown);
    }
  }

  static override styles = [
    base,
    controls,
    face,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .tools { display: flex; flex-wrap: wrap; gap: var(--sy-space-3); }
      .find { flex: 2 1 14rem; width: auto; }
      ul.card { padding-block: var(--sy-space-2); }
      ul.card > li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--sy-space-2) var(--sy-space-3); padding-block: var(--sy-space-3); position: relative; content-visibility: auto; contain-intrinsic-size: auto 5rem; }
      ul.card > li + li { border-top: 1px solid var(--sy-line); }
      .what { min-width: 0; overflow-wrap: anywhere; }
      a { color: inherit; text-decoration: none; }
      .what a::after { content: ''; position: absolute; inset: 0; }
      .what a:hover strong { color: var(--sy-action); text-decoration: underline; text-underline-offset: 0.2em; }
      .facts { display: grid; gap: 0.15rem; justify-items: end; align-content: start; text-align: end; }
      .waits { color: var(--sy-conditional-ink); }
      .more { justify-self: center; }
      @media (max-width: 640px) {
        .narrow { flex: 1 1 8rem; }
        ul.card > li { grid-template-columns: auto minmax(0, 1fr); }
        .facts { grid-column: 2; display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-2); }
      }
    `,
  ];
}

function fits({ title, author, changes: what, number }: ProposalSummary, text: string): boolean {
  const said = [title, author.name, String(number), ...what.map(({ key }) => key)];
  const wanted = text.trim().toLowerCase();
  return said.some((each) => each.toLowerCase().includes(wanted));
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-proposals': SyProposals;
  }
}
