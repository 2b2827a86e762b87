import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { tokens } from '../api.ts';
import type { Roles, Token } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-roles-editor.ts';
import { rolesInWords } from '../components/sy-roles-editor.ts';
import '../components/sy-snippet.ts';
import '../components/sy-time.ts';
import { Loaded } from '../loaded.ts';
import { dayOf } from '../model/times.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';

interface Draft {
  readonly name: string;
  readonly roles: Roles;
  readonly day: string;
}

/** What scripts and the command line sign in with. */
@customElement('sy-settings-tokens')
export class SySettingsTokens extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @state() private draft: Draft | undefined;
  @state() private secret = '';

  readonly #tokens = new Loaded(this, { args: () => [], load: tokens.all });
  readonly #attempt = new Attempt(this);

  protected override render() {
    return html`
      <div class="row spread">
        <p class="quiet grow">For scripts, CI and the command line: <code>npx switchyard --token …</code></p>
        <button class="button primary" @click=${() => this.#edit({ name: '', roles: {}, day: '' })}><wa-icon name="plus"></wa-icon>Create token</button>
      </div>
      ${this.draft ? nothing : this.#attempt.render()}
      ${this.#tokens.render((all) =>
        all.length === 0
          ? html`<p class="card quiet">No tokens yet.</p>`
          : html`<ul class="card">${all.map(this.#row)}</ul>`,
      )}
      <sy-dialog label="Create API token" action="Create token" ?open=${this.draft !== undefined} ?disabled=${this.#attempt.isBusy}
        @submit-request=${this.#create} @close-request=${() => this.#edit(undefined)}>
        ${this.draft ? this.#form(this.draft) : nothing}
      </sy-dialog>
      <sy-dialog label="The new token" ?open=${this.secret !== ''} @close-request=${() => {
        this.secret = '';
      }}>
        ${
          this.secret
            ? html`<div class="stack"><p>It is shown only now. Keep it where your secrets are.</p>
                <sy-snippet label="API token" .code=${this.secret}></sy-snippet></div>`
            : nothing
        }
      </sy-dialog>
    `;
  }

  readonly #row = ({
    id,
    name,
    roles,
    createdBy,
    createdAt,
    expiresAt,
    lastUsedAt,
    revokedAt,
  }: Token) => html`
    <li class=${revokedAt ? 'gone' : ''}>
      <div class="grow">
        <strong>${name}</strong>
        <p class="small quiet">
          ${rolesInWords(roles)}. Created by ${createdBy} <sy-time at=${createdAt}></sy-time>,
          ${lastUsedAt ? html`last used <sy-time at=${lastUsedAt}></sy-time>` : 'never used'}${expiresAt ? `, until ${dayOf(expiresAt)}` : ''}.
        </p>
      </div>
      ${
        revokedAt
          ? html`<span class="quiet small">revoked <sy-time at=${revokedAt}></sy-time></span>`
          : html`<button class="button small danger-quiet" aria-label="Revoke ${name}" @click=${() => this.#revoke(id)}>Revoke</button>`
      }
    </li>
  `;

  #form(draft: Draft) {
    return html`
      <div class="stack">
        ${this.#attempt.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autofocus autocomplete="off" maxlength="200" placeholder="CI" .value=${draft.name}
            @input=${(event: Event) => this.#put({ name: typedIn(event) })} />
        </div>
        <sy-roles-editor .roles=${draft.roles} .environments=${this.state.environments}
          @roles-change=${(event: CustomEvent<Roles>) => this.#put({ roles: event.detail })}></sy-roles-editor>
        <div class="field">
          <label for="expires">Expires <span class="quiet">(optional)</span></label>
          <input id="expires" class="input" type="date" .value=${draft.day} @change=${(event: Event) => this.#put({ day: typedIn(event) })} />
        </div>
      </div>
    `;
  }

  #edit(draft: Draft | undefined) {
    this.#attempt.clear();
    this.draft = draft;
  }

  #put(changes: Partial<Draft>) {
    if (this.draft) this.draft = { ...this.draft, ...changes };
  }

  readonly #create = async () => {
    if (this.draft === undefined) return;
    const { name, roles, day } = this.draft;
    const isDone = await this.#attempt.run(async () => {
      const { secret } = await tokens.create({
        name,
        roles,
        ...(day && { expiresAt: `${day}T00:00:00Z` }),
      });
      this.secret = secret;
    });
    if (isDone) this.draft = undefined;
    await this.#tokens.reload();
  };

  async #revoke(id: string) {
    await this.#attempt.run(() => tokens.revoke(id));
    await this.#tokens.reload();
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
    'sy-settings-tokens': SySettingsTokens;
  }
}
