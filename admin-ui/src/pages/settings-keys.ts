import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sdkKeys, secrets } from '../api.ts';
import type { Environment, SdkKey, SigningSecret } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-snippet.ts';
import '../components/sy-time.ts';
import { Loaded } from '../loaded.ts';
import { typedIn } from '../model/typed-in.ts';
import { tell } from '../notices.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';
import { snippetFor } from './snippet.ts';

interface Draft {
  readonly name: string;
  readonly kind: SdkKey['kind'];
  readonly channel: SdkKey['channel'];
}

/** What applications connect to the chosen environment with, and the secrets that it signs with. */
@customElement('sy-settings-keys')
export class SySettingsKeys extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @state() private draft: Draft | undefined;
  @state() private created: (Draft & { readonly secret: string }) | undefined;

  readonly #keys = new Loaded(this, { args: () => [this.environment.key], load: sdkKeys.all });
  readonly #secrets = new Loaded(this, { args: () => [this.environment.key], load: secrets.all });
  readonly #attempt = new Attempt(this);

  protected override render() {
    const { name } = this.environment;
    return html`
      <section class="stack" aria-labelledby="keys">
        <div class="row spread">
          <div class="grow">
            <h2 id="keys">SDK keys of ${name}</h2>
            <p class="quiet small">An application with a key gets the switches of ${name}, and of no other environment.</p>
          </div>
          <button class="button primary" @click=${() => this.#edit({ name: '', kind: 'server', channel: 'live' })}><wa-icon name="plus"></wa-icon>Create key</button>
        </div>
        ${this.draft ? nothing : this.#attempt.render()}
        ${this.#keys.render((all) =>
          all.length === 0
            ? html`<p class="card quiet">No keys yet, so no application can connect.</p>`
            : html`<ul class="card">${all.map(this.#key)}</ul>`,
        )}
      </section>
      <section class="stack" aria-labelledby="secrets">
        <div class="row spread">
          <div class="grow">
            <h2 id="secrets">Signing secrets of ${name}</h2>
            <p class="quiet small">User tokens and override cookies are signed with the newest; servers get them by themselves. Older ones still verify until they are retired.</p>
          </div>
          <button class="button" @click=${this.#rotate}>Rotate</button>
        </div>
        ${this.#secrets.render((all) =>
          all.length === 0
            ? html`<p class="card quiet">None yet. The first is made when an application connects.</p>`
            : html`<ul class="card">${all.map(this.#secret)}</ul>`,
        )}
      </section>
      ${this.#creation()} ${this.#outcome()}
    `;
  }

  readonly #key = ({
    id,
    name,
    kind,
    channel,
    hint,
    createdBy,
    createdAt,
    lastUsedAt,
    revokedAt,
  }: SdkKey) => html`
    <li class=${revokedAt ? 'gone' : ''}>
      <div class="grow">
        <strong>${name}</strong> <code class="quiet">${hint}</code>
        ${channel === 'princess' ? html`<span class="tag">princess</span>` : nothing}
        <p class="small quiet">
          For ${kind === 'server' ? 'servers' : 'browsers'}. Created by ${createdBy} <sy-time at=${createdAt}></sy-time>,
          ${lastUsedAt ? html`last used <sy-time at=${lastUsedAt}></sy-time>` : 'never used'}.
        </p>
      </div>
      ${
        revokedAt
          ? html`<span class="quiet small">revoked <sy-time at=${revokedAt}></sy-time></span>`
          : html`<button class="button small danger-quiet" aria-label="Revoke ${name}" @click=${() => this.#revoke(id)}>Revoke</button>`
      }
    </li>
  `;

  readonly #secret = ({ id, createdAt, retiredAt }: SigningSecret, at: number) => html`
    <li class=${retiredAt ? 'gone' : ''}>
      <div class="grow">
        <strong><code>${id}</code></strong>
        <p class="small quiet">Made <sy-time at=${createdAt}></sy-time>${at === 0 ? ', signs now' : nothing}.</p>
      </div>
      ${
        retiredAt
          ? html`<span class="quiet small">retired <sy-time at=${retiredAt}></sy-time></span>`
          : at === 0
            ? nothing
            : html`<button class="button small danger-quiet" aria-label="Retire ${id}" @click=${() => this.#retire(id)}>Retire</button>`
      }
    </li>
  `;

  #creation() {
    const { draft } = this;
    return html`
      <sy-dialog label="Create SDK key for ${this.environment.name}" action="Create key" ?open=${draft !== undefined} ?disabled=${this.#attempt.isBusy}
        @submit-request=${this.#create} @close-request=${() => this.#edit(undefined)}>
        ${
          draft === undefined
            ? nothing
            : html`
              <div class="stack">
                ${this.#attempt.render()}
                <div class="field">
                  <label for="name">Name</label>
                  <input id="name" class="input" autofocus autocomplete="off" maxlength="200" placeholder="shop, web servers" .value=${draft.name}
                    @input=${(event: Event) => {
                      this.draft = { ...draft, name: typedIn(event) };
                    }} />
                </div>
                <fieldset class="stack">
                  <legend>Where it is used</legend>
                  ${this.#choice(draft, { kind: 'server' }, 'On servers: gets everything. Keep it secret.')}
                  ${this.#choice(draft, { kind: 'browser' }, 'In browsers: public by nature, gets only switches that browsers are told of.')}
                </fieldset>
                <fieldset class="stack">
                  <legend>What it sees</legend>
                  ${this.#choice(draft, { channel: 'live' }, 'Live: what everybody has, and releases as they roll out.')}
                  ${this.#choice(draft, { channel: 'princess' }, 'Princess: what is to come, at 100 %, for checking before it departs. For staging servers and your own people.')}
                </fieldset>
              </div>
            `
        }
      </sy-dialog>
    `;
  }

  #choice(draft: Draft, choice: Partial<Draft>, label: string) {
    const isChosen = Object.entries(choice).every(
      ([name, value]) => draft[name as keyof Draft] === value,
    );
    return html`
      <label class="check">
        <input type="radio" name=${Object.keys(choice).join()} .checked=${isChosen} @change=${() => {
          this.draft = { ...draft, ...choice };
        }} />${label}
      </label>
    `;
  }

  #outcome() {
    const { created } = this;
    return html`
      <sy-dialog label="The new key" ?open=${created !== undefined} @close-request=${() => {
        this.created = undefined;
      }}>
        ${
          created
            ? html`
              <div class="stack">
                <p>${created.kind === 'server' ? 'It is shown only now. Keep it where your secrets are.' : 'Copy it now; it is not shown again.'}</p>
                <sy-snippet label="SDK key" .code=${created.secret}></sy-snippet>
                <p class="small quiet">In your application:</p>
                <sy-snippet label="code" .code=${snippetFor(created.kind, created.secret)}></sy-snippet>
              </div>
            `
            : nothing
        }
      </sy-dialog>
    `;
  }

  #edit(draft: Draft | undefined) {
    this.#attempt.clear();
    this.draft = draft;
  }

  readonly #create = async () => {
    const { draft } = this;
    if (draft === undefined) return;
    const isDone = await this.#attempt.run(async () => {
      const { secret } = await sdkKeys.create(this.environment.key, draft);
      this.created = { ...draft, secret };
    });
    if (isDone) this.draft = undefined;
    await this.#keys.reload();
  };

  async #revoke(id: string) {
    await this.#attempt.run(() => sdkKeys.revoke(this.environment.key, id));
    await this.#keys.reload();
  }

  async #rotate() {
    const isDone = await this.#attempt.run(() => secrets.rotate(this.environment.key));
    if (isDone) tell('There is a new signing secret.');
    await this.#secrets.reload();
  }

  async #retire(id: string) {
    await this.#attempt.run(() => secrets.retire(this.environment.key, id));
    await this.#secrets.reload();
  }

  static override styles = [
    base,
    controls,
    rows,
    css`
      :host { display: grid; gap: var(--sy-space-6); }
      fieldset { gap: var(--sy-space-2); }
      .check { align-items: start; }
      .check input { margin-top: 0.2rem; }
      .tag { font-size: var(--sy-text-s); padding: 0 0.5rem; border-radius: 999px; background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-keys': SySettingsKeys;
  }
}
