import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { environments as environmentsApi, session as sessionApi } from './api.ts';
import type { Environment, Session } from './api-types.ts';
import type { AppState } from './app-state.ts';
import { messageOf, Refusal, signedOut } from './call.ts';
import './components/sy-notices.ts';
import './components/sy-problem.ts';
import './components/sy-side-bar.ts';
import { type Connection, OnNews, start, stop, watchConnection } from './live.ts';
import { recall, remember } from './memory.ts';
import { pageFor } from './pages.ts';
import './pages/foot.ts';
import './pages/sign-in.ts';
import { type Address, addressOf, amend, go, parse } from './router.ts';
import { base } from './styles/base.ts';
import { controls } from './styles/controls.ts';

/** The shell: who is signed in, which environment and which page; and the pages' frame. */
@customElement('sy-app')
export class SyApp extends LitElement {
  @state() private address: Address = parse(location.hash);
  /** Undefined until it is known, null when nobody is signed in. */
  @state() private session: Session | null | undefined;
  @state() private environments: readonly Environment[] | undefined;
  @state() private connection: Connection = 'connecting';
  @state() private problem = '';
  @query('main') private main!: HTMLElement | null;
  #stopWatching: (() => void) | undefined;

  constructor() {
    super();
    new OnNews(this, () => void this.#loadEnvironments());
  }

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#arrive);
    signedOut.addEventListener('signed-out', this.#leave);
    this.#stopWatching = watchConnection((connection) => {
      this.connection = connection;
    });
    void this.#begin();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#arrive);
    signedOut.removeEventListener('signed-out', this.#leave);
    this.#stopWatching?.();
    stop();
  }

  protected override render() {
    return html`${this.#page()}<sy-notices></sy-notices>`;
  }

  #page() {
    if (this.problem !== '') {
      return html`<sy-problem class="alone" .message=${this.problem} @retry-request=${this.#begin}></sy-problem>`;
    }
    if (this.session === undefined) return nothing;
    const { query } = this.address;
    if (this.session === null || this.address.path[0] === 'sign-in') {
      return html`<sy-sign-in .link=${query.link ?? ''} @signed-in=${this.#enter}></sy-sign-in>`;
    }
    if (this.environments === undefined) return nothing;
    const environment = this.#environment();
    if (environment === undefined) {
      return html`<sy-problem class="alone" without-retry
        message="You may not see any environment yet. Ask an administrator for a role."></sy-problem>`;
    }
    return this.#shell({ session: this.session, environments: this.environments, environment });
  }

  #shell(state: AppState) {
    const page = pageFor(this.address.path);
    const { confirm } = state.environment.policy;
    return html`
      <nav aria-label="Skip"><a class="skip button" href="#main" @click=${this.#skip}>Skip to the page</a></nav>
      <div class="shell ${confirm ? 'guarded' : ''}">
        <sy-side-bar
          .state=${state}
          section=${page.section}
          .connection=${this.connection}
          @environment-change=${(event: CustomEvent<string>) => amend({ environment: event.detail })}
          @sign-out-request=${this.#signOut}
        ></sy-side-bar>
        <main id="main" tabindex="-1" aria-label=${page.title(this.address.path)}
          @session-change=${this.#takeSession} @environments-change=${() => this.#loadEnvironments()}>
          ${keyed(page.id(this.address.path), page.view(state, this.address))}
        </main>
        <footer><sy-foot></sy-foot></footer>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues) {
    const { path } = this.address;
    const title = this.session ? pageFor(path).title(path) : 'Sign in';
    document.documentElement.toggleAttribute('data-signed-in', Boolean(this.session));
    document.title = `${title} · Switchyard`;
    const before = changed.get('address') as Address | undefined;
    if (before && addressOf(before.path) !== addressOf(path)) {
      this.main?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  /** What the address asks for, else what was looked at last, else the first. */
  #environment() {
    const find = (key: string | undefined) => this.environments?.find((each) => each.key === key);
    const asked = find(this.address.query.environment);
    if (asked !== undefined) remember('environment', asked.key);
    return asked ?? find(recall('environment')) ?? this.environments?.[0];
  }

  readonly #begin = async () => {
    this.problem = '';
    try {
      await this.#open(await sessionApi.current());
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.status === 401) this.session = null;
      else this.problem = messageOf(thrown);
    }
  };

  async #open(session: Session) {
    this.session = session;
    await this.#loadEnvironments();
    start();
  }

  async #loadEnvironments() {
    if (!this.session) return;
    try {
      this.environments = await environmentsApi.all();
    } catch (thrown) {
      if (this.environments === undefined && this.session) this.problem = messageOf(thrown);
    }
  }

  readonly #enter = async (event: CustomEvent<Session>) => {
    if (this.address.path[0] === 'sign-in') go(['switches']);
    await this.#open(event.detail);
  };

  readonly #leave = () => {
    if (this.session === undefined) return;
    this.session = null;
    stop();
  };

  readonly #signOut = async () => {
    await sessionApi.end().catch(() => undefined);
    this.#leave();
    go([]);
  };

  #takeSession(event: CustomEvent<Session>) {
    this.session = event.detail;
  }

  readonly #arrive = () => {
    this.address = parse(location.hash);
  };

  #skip(event: Event) {
    event.preventDefault();
    this.main?.focus();
  }

  static override styles = [
    base,
    controls,
    css`
      :host { min-height: 100dvh; }
      .shell { display: grid; grid-template-columns: 15rem minmax(0, 1fr); grid-template-rows: auto 1fr auto; min-height: 100dvh; }
      sy-side-bar { grid-row: 2 / 4; }
      main, footer { grid-column: 2; grid-row: 2; min-width: 0; }
      footer { grid-row: 3; padding: 0 var(--sy-space-6) var(--sy-space-5); }
      .shell.guarded::before { content: ''; grid-column: 1 / -1; display: block; height: 6px; background: var(--sy-hazard); }
      main { padding: var(--sy-space-6) var(--sy-space-6) var(--sy-space-7); }
      main:focus-visible { outline: none; }
      main > *, footer > * { max-width: 66rem; margin-inline: auto; }
      .skip { position: fixed; top: var(--sy-space-2); left: var(--sy-space-2); z-index: 10; transform: translateY(-200%); }
      .skip:focus { transform: none; }
      .alone { max-width: 34rem; margin: 20vh auto 0; padding: var(--sy-space-4); }
      @media (max-width: 860px) {
        .shell { display: block; }
        main { padding: var(--sy-space-4) var(--sy-space-4) var(--sy-space-6); }
        footer { padding: 0 var(--sy-space-4) 6rem; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-app': SyApp;
  }
}
