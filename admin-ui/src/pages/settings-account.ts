import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { session as api } from '../api.ts';
import type { Session } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import { rolesInWords } from '../components/sy-roles-editor.ts';
import { submitted } from '../model/submitted.ts';
import { tell } from '../notices.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * One's own name, e-mail and password.
 *
 * @fires session-change - `detail` is the session as it is now.
 */
@customElement('sy-settings-account')
export class SySettingsAccount extends LitElement {
  @property({ attribute: false }) session!: Session;
  readonly #about = new Attempt(this);
  readonly #secret = new Attempt(this);

  protected override render() {
    const { person, roles } = this.session;
    if (person === null) return html`<p class="quiet">An API token is signed in, not a person.</p>`;
    return html`
      <form class="card stack" @submit=${this.#saveAbout}>
        <h2>About you</h2>
        ${this.#about.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" name="name" class="input" autocomplete="name" maxlength="200" required .value=${person.name} />
        </div>
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" name="email" class="input" type="email" autocomplete="email" required .value=${person.email} />
        </div>
        <p class="quiet small">You are ${rolesInWords(roles)}.</p>
        <div><button class="button primary" ?disabled=${this.#about.isBusy}>Save</button></div>
      </form>
      <form class="card stack" @submit=${this.#savePassword}>
        <h2>${person.hasPassword ? 'Change your password' : 'Set a password'}</h2>
        ${this.#secret.render()}
        <input type="hidden" autocomplete="username" .value=${person.email} />
        ${
          person.hasPassword
            ? html`<div class="field">
                <label for="current">Current password</label>
                <input id="current" name="currentPassword" class="input" type="password" autocomplete="current-password" required />
              </div>`
            : html`<p class="quiet small">You came by a link. With a password you can sign in again without one.</p>`
        }
        <div class="field">
          <label for="password">New password</label>
          <input id="password" name="password" class="input" type="password" autocomplete="new-password" minlength="10" required aria-describedby="hint" />
          <p id="hint" class="hint">At least 10 characters.</p>
        </div>
        <div><button class="button primary" ?disabled=${this.#secret.isBusy}>${person.hasPassword ? 'Change password' : 'Set password'}</button></div>
      </form>
    `;
  }

  readonly #saveAbout = (event: SubmitEvent) => {
    const changes = submitted(event);
    void this.#about.run(async () => this.#take(await api.change(changes), 'Saved.'));
  };

  readonly #savePassword = (event: SubmitEvent) => {
    const changes = submitted(event);
    const form = event.target as HTMLFormElement;
    void this.#secret.run(async () => {
      this.#take(await api.change(changes), 'The password is set.');
      form.reset();
    });
  };

  #take(detail: Session, done: string) {
    tell(done);
    this.dispatchEvent(
      new CustomEvent('session-change', { detail, bubbles: true, composed: true }),
    );
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: var(--sy-space-5); align-items: start; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-account': SySettingsAccount;
  }
}
