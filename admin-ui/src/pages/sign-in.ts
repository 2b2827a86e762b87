import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { session as api } from '../api.ts';
import type { Session } from '../api-types.ts';
import { messageOf } from '../call.ts';
import { logo } from '../components/logo.ts';
import { submitted } from '../model/submitted.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Signs in, by password or with the one-time link that one came by; then offers to choose a password.
 *
 * @fires signed-in - `detail` is the session.
 */
@customElement('sy-sign-in')
export class SySignIn extends LitElement {
  /** The token of a sign-in link, if one was followed. */
  @property() link = '';
  @state() private problem = '';
  @state() private isBusy = false;
  /** Somebody who came by a link and has no password yet. */
  @state() private newcomer: Session | undefined;

  override firstUpdated() {
    if (this.link !== '') void this.#try(() => api.useLink(this.link));
  }

  protected override render() {
    return html`
      <div class="scene">${tracks}</div>
      <main class="card">
        <div class="brand">${mark}<span>Switchyard</span></div>
        ${this.newcomer ? this.#welcome(this.newcomer) : this.#form()}
      </main>
    `;
  }

  #form() {
    if (this.isBusy && this.link !== '') return html`<p role="status">Signing you in…</p>`;
    return html`
      <h1>Sign in</h1>
      ${this.#problem()}
      <form @submit=${this.#signIn}>
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" name="email" class="input" type="email" autocomplete="username" required autofocus />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" class="input" type="password" autocomplete="current-password" required />
        </div>
        <button class="button primary" ?disabled=${this.isBusy}>Sign in</button>
      </form>
      <p class="quiet small">
        No password, or lost it? An administrator can make you a sign-in link. On the server's own host,
        <code>npx switchyard admin reset</code> prints one.
      </p>
    `;
  }

  #welcome({ person }: Session) {
    return html`
      <h1>You are in</h1>
      <p class="quiet">The link worked once. With a password you can sign in again without one.</p>
      ${this.#problem()}
      <form @submit=${this.#introduce}>
        <div class="field">
          <label for="name">Your name</label>
          <input id="name" name="name" class="input" autocomplete="name" .value=${person?.name ?? ''} required />
        </div>
        <div class="field">
          <label for="new-email">E-mail</label>
          <input id="new-email" name="email" class="input" type="email" autocomplete="username" .value=${person?.email ?? ''} required />
        </div>
        <div class="field">
          <label for="new-password">New password</label>
          <input id="new-password" name="password" class="input" type="password" autocomplete="new-password"
            minlength="10" aria-describedby="password-hint" required />
          <span id="password-hint" class="hint">At least 10 characters.</span>
        </div>
        <div class="row">
          <button class="button primary" ?disabled=${this.isBusy}>Save and go on</button>
          <button type="button" class="button plain" @click=${() => this.#enter(this.newcomer)}>Skip for now</button>
        </div>
      </form>
    `;
  }

  #problem() {
    return this.problem === ''
      ? nothing
      : html`<p class="problem-box" role="alert">${this.problem}</p>`;
  }

  readonly #signIn = (event: SubmitEvent) => {
    const { email, password } = submitted(event);
    void this.#try(() => api.signIn(email ?? '', password ?? ''));
  };

  readonly #introduce = (event: SubmitEvent) => {
    const changes = submitted(event);
    void this.#try(() => api.change(changes));
  };

  async #try(call: () => Promise<Session>) {
    this.isBusy = true;
    this.problem = '';
    try {
      const session = await call();
      if (this.newcomer === undefined && session.person?.hasPassword === false) {
        this.newcomer = session;
      } else this.#enter(session);
    } catch (thrown) {
      this.problem = messageOf(thrown);
    }
    this.isBusy = false;
  }

  #enter(session: Session | undefined) {
    this.dispatchEvent(new CustomEvent('signed-in', { detail: session }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; place-items: center; min-height: 100dvh; padding: var(--sy-space-4); position: relative; overflow: hidden; }
      .scene { position: absolute; inset: 0; color: var(--sy-line); }
      .scene svg { width: 100%; height: 100%; }
      main { position: relative; width: min(25rem, 100%); display: grid; gap: var(--sy-space-5); padding: var(--sy-space-6); box-shadow: var(--sy-shadow-l); }
      form { display: grid; gap: var(--sy-space-4); }
      .brand { display: flex; align-items: center; gap: var(--sy-space-2); font-weight: 700; font-size: 1.15rem; letter-spacing: -0.02em; }
      .brand svg { width: 2rem; height: 2rem; }
      .problem-box { padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .button.primary { min-height: 2.5rem; }
    `,
  ];
}

const mark = html`
  <svg viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#16263b" />${logo('#f4f2ec')}
  </svg>
`;

/** A quiet yard behind the card: one track that fans out into many. */
const tracks = html`
  <svg viewBox="0 0 1200 800" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    ${svg`
      <g fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round">
        <path d="M-20 430H1220" />
        ${[150, 240, 335, 525, 620, 710].map(
          (y) => svg`<path d="M120 430C420 430 420 ${y} 720 ${y}H1220" />`,
        )}
      </g>
      ${[240, 335, 430, 620].map((y, at) => svg`<circle cx=${960 + at * 50} cy=${y} r="9" fill="currentColor" />`)}
      <circle cx="1000" cy="525" r="9" fill="var(--sy-conditional)" />
      <circle cx="880" cy="150" r="9" fill="var(--sy-on)" />
    `}
  </svg>
`;

declare global {
  interface HTMLElementTagNameMap {
    'sy-sign-in': SySignIn;
  }
}
