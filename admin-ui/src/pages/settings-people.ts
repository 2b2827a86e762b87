import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { people } from '../api.ts';
import type { Person, Roles, SignInLink } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-roles-editor.ts';
import { rolesInWords } from '../components/sy-roles-editor.ts';
import '../components/sy-snippet.ts';
import '../components/sy-time.ts';
import { Loaded } from '../loaded.ts';
import { fullTime } from '../model/times.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';

interface Draft {
  readonly id?: string;
  readonly name: string;
  readonly email: string;
  readonly roles: Roles;
}

/** Who may sign in, and what they may do. */
@customElement('sy-settings-people')
export class SySettingsPeople extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @state() private draft: Draft | undefined;
  /** A sign-in link that was just made, and for whom. */
  @state() private link: (SignInLink & { readonly name: string }) | undefined;

  readonly #people = new Loaded(this, { args: () => [], load: people.all });
  readonly #attempt = new Attempt(this);

  protected override render() {
    return html`
      <div class="row spread">
        <p class="quiet">Everybody who may sign in here.</p>
        <button class="button primary" @click=${() => this.#edit({ name: '', email: '', roles: { '*': 'developer' } })}>
          <wa-icon name="plus"></wa-icon>Invite somebody
        </button>
      </div>
      ${this.draft ? nothing : this.#attempt.render()}
      ${this.#people.render((all) => html`<ul class="card">${all.map(this.#row)}</ul>`)}
      ${this.#dialog()} ${this.#linkDialog()}
    `;
  }

  readonly #row = (person: Person) => html`
    <li class=${person.isDisabled ? 'gone' : ''}>
      <div class="grow">
        <strong>${person.name || person.email}</strong> <span class="quiet">${person.name ? person.email : ''}</span>
        <p class="small quiet">
          ${person.isDisabled ? 'May not sign in' : rolesInWords(person.roles)},
          ${person.lastSeenAt ? html`last seen <sy-time at=${person.lastSeenAt}></sy-time>` : 'never signed in'}
        </p>
      </div>
      <button class="button small" aria-label="Edit ${person.name || person.email}" @click=${() => this.#edit(person)}>Edit</button>
      <button class="button small" aria-label="Make a sign-in link for ${person.name || person.email}" ?disabled=${person.isDisabled}
        @click=${() => this.#makeLink(person)}><wa-icon name="link"></wa-icon>Link</button>
      <button class="button small ${person.isDisabled ? '' : 'danger-quiet'}" aria-label="${person.isDisabled ? 'Let in' : 'Shut out'} ${person.name || person.email}"
        @click=${() => this.#turn(person)}>${person.isDisabled ? 'Let in again' : 'Shut out'}</button>
    </li>
  `;

  #dialog() {
    const { draft } = this;
    const isNew = draft?.id === undefined;
    return html`
      <sy-dialog label=${isNew ? 'Invite somebody' : 'Edit person'} action=${isNew ? 'Make the invitation' : 'Save'} ?open=${draft !== undefined}
        ?disabled=${this.#attempt.isBusy} @submit-request=${this.#save} @close-request=${() => this.#edit(undefined)}>
        ${draft ? this.#form(draft) : nothing}
      </sy-dialog>
    `;
  }

  #form(draft: Draft) {
    return html`
      <div class="stack">
        ${this.#attempt.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autofocus autocomplete="off" maxlength="200" .value=${draft.name}
            @input=${(event: Event) => this.#put({ name: typedIn(event) })} />
        </div>
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" class="input" type="email" autocomplete="off" .value=${draft.email}
            @input=${(event: Event) => this.#put({ email: typedIn(event) })} />
        </div>
        <sy-roles-editor .roles=${draft.roles} .environments=${this.state.environments}
          @roles-change=${(event: CustomEvent<Roles>) => this.#put({ roles: event.detail })}></sy-roles-editor>
      </div>
    `;
  }

  #linkDialog() {
    const { link } = this;
    return html`
      <sy-dialog label="Sign-in link" ?open=${link !== undefined} @close-request=${() => {
        this.link = undefined;
      }}>
        ${
          link
            ? html`<div class="stack">
                <p>Send this to ${link.name}. It works once, until ${fullTime(link.expiresAt)}, and is shown only now.</p>
                <sy-snippet label="sign-in link" .code=${link.url}></sy-snippet>
              </div>`
            : nothing
        }
      </sy-dialog>
    `;
  }

  #edit(draft: Draft | undefined) {
    this.#attempt.clear();
    this.draft = draft;
  }

  #put(changes: Partial<Draft>) {
    if (this.draft) this.draft = { ...this.draft, ...changes };
  }

  readonly #save = async () => {
    const { draft } = this;
    if (draft === undefined) return;
    const { id, name, email, roles } = draft;
    const isDone = await this.#attempt.run(async () => {
      if (id !== undefined) await people.change(id, { name, email, roles });
      else
        this.link = { ...(await people.invite({ name, email, roles })).link, name: name || email };
    });
    if (isDone) this.draft = undefined;
    await this.#people.reload();
  };

  async #makeLink({ id, name, email }: Person) {
    await this.#attempt.run(async () => {
      this.link = { ...(await people.newLink(id)), name: name || email };
    });
  }

  async #turn({ id, isDisabled }: Person) {
    await this.#attempt.run(() => people.change(id, { isDisabled: !isDisabled }));
    await this.#people.reload();
  }

  static override styles = [
    base,
    controls,
    rows,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-people': SySettingsPeople;
  }
}
