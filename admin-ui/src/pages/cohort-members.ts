import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cohorts } from '../api.ts';
import type { Membership } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-time.ts';
import { Loaded } from '../loaded.ts';
import { typedIn } from '../model/typed-in.ts';
import { tell } from '../notices.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

const PAGE = 50;
const MOST = 1_000;

/** Who is in a cohort, since when and how. */
@customElement('sy-cohort-members')
export class SyCohortMembers extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ attribute: 'cohort-key' }) cohortKey = '';
  @property({ type: Number }) count = 0;
  @state() private search = '';
  @state() private limit = PAGE;
  /** Who is looked at more closely, and all that is kept about them. */
  @state() private user: string | undefined;
  @state() private optIns: readonly Membership[] | undefined;

  readonly #attempt = new Attempt(this);
  readonly #members = new Loaded(this, {
    args: () => [this.state.environment.key, this.cohortKey, this.search, this.limit],
    load: (environment: string, cohort: string, search: string, limit: number) =>
      cohorts.members(environment, cohort, { ...(search && { search }), limit }),
    on: ({ kind, environment }) => kind === 'members' && environment === this.state.environment.key,
  });

  protected override render() {
    return html`
      <section class="card stack" aria-labelledby="members">
        <h2 id="members">${this.count.toLocaleString('en')} ${this.count === 1 ? 'member' : 'members'}</h2>
        ${this.user === undefined ? this.#attempt.render() : nothing}
        <div class="tools">
          <form class="field" role="search" @submit=${(event: Event) => event.preventDefault()}>
            <label for="search">Whose key starts with</label>
            <input id="search" class="input mono" type="search" autocomplete="off" spellcheck="false" .value=${this.search} @input=${this.#find} />
          </form>
          <form class="add" @submit=${this.#put}>
            <div class="field grow">
              <label for="add">Put somebody in</label>
              <input id="add" name="user" class="input mono" autocomplete="off" spellcheck="false" maxlength="1000" placeholder="targeting key" required />
            </div>
            <button class="button" ?disabled=${this.#attempt.isBusy}>Put in</button>
          </form>
        </div>
        ${this.#members.render(({ members, next }) => this.#list(members, next !== undefined))}
      </section>
      <sy-dialog label=${this.user ?? ''} ?open=${this.user !== undefined} @close-request=${() => {
        this.user = undefined;
      }}>
        ${this.user === undefined ? nothing : this.#closeUp(this.user)}
      </sy-dialog>
    `;
  }

  #list(members: readonly Membership[], isMore: boolean) {
    if (members.length === 0) {
      return html`<p class="quiet">${this.search ? 'Nobody whose key starts with that.' : 'Nobody yet.'}</p>`;
    }
    return html`
      <ul>
        ${members.map(
          ({ user, at, by }) => html`
            <li>
              <button class="button plain user mono" aria-label="All about ${user}" @click=${() => void this.#look(user)}>${user}</button>
              <span class="quiet small">${waysIn[by] ?? by} <sy-time at=${at}></sy-time></span>
              <button class="button small danger-quiet" aria-label="Take ${user} out" @click=${() => this.#take(user)}>Take out</button>
            </li>
          `,
        )}
      </ul>
      ${
        isMore && this.limit >= MOST
          ? html`<p class="quiet small">These are the first ${MOST.toLocaleString('en')}. Search to find others.</p>`
          : isMore
            ? html`<div><button class="button" @click=${() => {
                this.limit = Math.min(this.limit * 4, MOST);
              }}>Show more</button></div>`
            : nothing
      }
    `;
  }

  #closeUp(user: string) {
    const { environment } = this.state;
    return html`
      <div class="stack">
        ${this.#attempt.render()}
        <ul>
          ${(this.optIns ?? []).map(
            ({ cohort, isMember, at, by }) => html`
              <li><strong class="grow">${cohort}</strong>
                <span class="quiet small">${isMember ? (waysIn[by] ?? by) : (waysOut[by] ?? by)} <sy-time at=${at}></sy-time></span></li>
            `,
          )}
        </ul>
        ${this.optIns?.length === 0 ? html`<p class="quiet">Nothing is kept about them here.</p>` : nothing}
        <div class="row">
          <a class="button" href=${cohorts.exportAddress(environment.key, user)} download="opt-ins.json">Export as JSON</a>
          <button class="button danger-quiet" ?disabled=${this.#attempt.isBusy} @click=${() => this.#erase(user)}>Erase from every cohort</button>
        </div>
        <p class="quiet small">After erasing they are in no cohort of ${environment.name}. That they were is forgotten a day later, when every SDK has been told.</p>
      </div>
    `;
  }

  #find(event: Event) {
    this.search = typedIn(event);
    this.limit = PAGE;
  }

  async #put(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const user = String(new FormData(form).get('user') ?? '');
    if (await this.#do(() => cohorts.put(this.#key, this.cohortKey, user))) {
      form.reset();
      tell(`${user} is in.`);
    }
  }

  #take(user: string) {
    void this.#do(() => cohorts.take(this.#key, this.cohortKey, user));
  }

  async #look(user: string) {
    Object.assign(this, { user, optIns: undefined });
    await this.#attempt.run(async () => {
      const { optIns } = await cohorts.ofUser(this.#key, user);
      if (this.user === user) this.optIns = optIns;
    });
  }

  async #erase(user: string) {
    if (await this.#do(() => cohorts.erase(this.#key, user))) {
      this.user = undefined;
      tell(`${user} is in no cohort any more.`);
    }
  }

  async #do(act: () => Promise<unknown>): Promise<boolean> {
    const isDone = await this.#attempt.run(act);
    if (isDone) await this.#members.reload();
    return isDone;
  }

  get #key() {
    return this.state.environment.key;
  }

  static override styles = [
    base,
    controls,
    css`
      .tools { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: var(--sy-space-4); align-items: end; }
      .add { display: flex; gap: var(--sy-space-2); align-items: end; }
      li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--sy-space-3); padding-block: var(--sy-space-1); }
      li + li { border-top: 1px solid var(--sy-line); }
      .user { margin-inline: -0.6rem auto; white-space: normal; overflow-wrap: anywhere; text-align: start; }
      @media (max-width: 640px) {
        li .user { flex: 1 0 100%; justify-content: start; }
        li .small:not(.button) { margin-inline-end: auto; }
      }
    `,
  ];
}

const waysIn: Readonly<Record<string, string>> = {
  user: 'joined by themselves',
  api: 'put in',
};
const waysOut: Readonly<Record<string, string>> = {
  user: 'left by themselves',
  api: 'taken out',
  erasure: 'erased',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-cohort-members': SyCohortMembers;
  }
}
