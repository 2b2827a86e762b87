import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fleet, hooks } from '../api.ts';
import type { Delivery, Environment, Hook } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-snippet.ts';
import '../components/sy-time.ts';
import { Loaded } from '../loaded.ts';
import { typedIn } from '../model/typed-in.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';

interface Draft {
  readonly app: string;
  readonly url: string;
}

/** Whom to ask when code is to be rolled back, in the chosen environment. */
@customElement('sy-settings-hooks')
export class SySettingsHooks extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @state() private draft: Draft | undefined;
  @state() private secret = '';
  /** The hook whose calls are shown. */
  @state() private chosen = '';

  readonly #hooks = new Loaded(this, { args: () => [this.environment.key], load: hooks.all });
  readonly #apps = new Loaded(this, {
    args: () => [this.environment.key],
    load: async (key: string) => (await fleet.of(key)).apps.map(({ app }) => app),
  });
  readonly #deliveries = new Loaded(this, {
    args: () => [this.environment.key, this.chosen],
    load: async (environment: string, hook: string): Promise<readonly Delivery[]> =>
      hook ? (await hooks.deliveries(environment, hook)).deliveries : [],
    on: ({ kind }) => kind === 'log' || kind === 'fleet',
  });
  readonly #attempt = new Attempt(this);

  protected override render() {
    const { name } = this.environment;
    return html`
      <div class="row spread">
        <div class="grow">
          <h2>Rollback hooks of ${name}</h2>
          <p class="quiet small">“Back to here, code and config” asks your own deploy tool to roll code back: a signed request to its address.</p>
        </div>
        <button class="button primary" @click=${() => this.#edit({ app: '', url: '' })}><wa-icon name="plus"></wa-icon>Add hook</button>
      </div>
      ${this.draft ? nothing : this.#attempt.render()}
      ${this.#hooks.render(({ hooks: all }) =>
        all.length === 0
          ? html`<p class="card quiet">No hooks yet: code is rolled back by hand.</p>`
          : html`<ul class="card">${all.map(this.#row)}</ul>`,
      )}
      ${this.#creation()} ${this.#outcome()}
    `;
  }

  readonly #row = ({ id, app, url, createdBy, createdAt }: Hook) => html`
    <li>
      <div class="grow">
        <strong>${app}</strong> <code>${url}</code>
        <p class="small quiet">Added by ${createdBy} <sy-time at=${createdAt}></sy-time>.</p>
      </div>
      <button class="button small" aria-label="Test the hook of ${app}" @click=${() => this.#test(id)}>Test</button>
      <button class="button small" aria-label="Calls of the hook of ${app}" aria-expanded=${this.chosen === id} @click=${() => this.#choose(id)}>Calls</button>
      <button class="button small danger-quiet" aria-label="Remove the hook of ${app}" @click=${() => this.#remove(id)}>Remove</button>
      ${this.chosen === id ? html`<div class="calls">${this.#deliveries.render(this.#calls)}</div>` : nothing}
    </li>
  `;

  readonly #calls = (all: readonly Delivery[]) =>
    all.length === 0
      ? html`<p class="quiet small">It has not been called yet.</p>`
      : html`
          <table>
            <thead><tr><th scope="col">When</th><th scope="col">For</th><th scope="col">State</th><th scope="col">Tries</th><th scope="col">What came of it</th></tr></thead>
            <tbody>${all.map(this.#call)}</tbody>
          </table>
        `;

  readonly #call = ({ createdAt, entry, status, attempts, outcome }: Delivery) => html`
    <tr>
      <td><sy-time at=${createdAt}></sy-time></td>
      <td>${entry === null ? 'a test' : html`<a href=${addressOf(['log', String(entry)])}>entry ${entry}</a>`}</td>
      <td class=${status}>${states[status]}</td>
      <td>${attempts}</td>
      <td>${outcome}</td>
    </tr>
  `;

  #creation() {
    const { draft } = this;
    return html`
      <sy-dialog label="Add rollback hook for ${this.environment.name}" action="Add hook" ?open=${draft !== undefined} ?disabled=${this.#attempt.isBusy}
        @submit-request=${this.#create} @close-request=${() => this.#edit(undefined)}>
        ${
          draft === undefined
            ? nothing
            : html`
              <div class="stack">
                ${this.#attempt.render()}
                <div class="field">
                  <label for="app">App</label>
                  <input id="app" class="input" autofocus autocomplete="off" spellcheck="false" maxlength="200" placeholder="web" list="apps" .value=${draft.app}
                    @input=${(event: Event) => this.#put({ app: typedIn(event) })} />
                  <datalist id="apps">${(this.#apps.value ?? []).map((app) => html`<option value=${app}></option>`)}</datalist>
                </div>
                <div class="field">
                  <label for="url">Address</label>
                  <input id="url" class="input" type="url" autocomplete="off" maxlength="2000" placeholder="https://deploy.example.com/rollback" .value=${draft.url}
                    @input=${(event: Event) => this.#put({ url: typedIn(event) })} />
                  <p class="hint">Private addresses are refused, unless the server is configured to allow them.</p>
                </div>
              </div>
            `
        }
      </sy-dialog>
    `;
  }

  #outcome() {
    const { secret } = this;
    return html`
      <sy-dialog label="The hook's secret" ?open=${secret !== ''} @close-request=${() => {
        this.secret = '';
      }}>
        ${
          secret
            ? html`<div class="stack">
                <p>It is shown only now. Requests carry <code>Switchyard-Signature: t=…,v1=…</code>: check that <code>v1</code> is the HMAC-SHA256 of <code>t.body</code> with this secret, and that <code>t</code> is not old.</p>
                <sy-snippet label="secret" .code=${secret}></sy-snippet>
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

  #choose(id: string) {
    this.chosen = this.chosen === id ? '' : id;
  }

  readonly #create = async () => {
    const { draft } = this;
    if (draft === undefined) return;
    const isDone = await this.#attempt.run(async () => {
      this.secret = (await hooks.create(this.environment.key, draft)).secret;
    });
    if (isDone) this.draft = undefined;
    await this.#hooks.reload();
  };

  async #test(id: string) {
    await this.#attempt.run(() => hooks.test(this.environment.key, id));
    this.chosen = id;
    await this.updateComplete;
    await this.#deliveries.reload();
    // What comes of it is not told live: it is a call of a few seconds at most.
    setTimeout(() => void this.#deliveries.reload(), testMs);
  }

  async #remove(id: string) {
    await this.#attempt.run(() => hooks.remove(this.environment.key, id));
    await this.#hooks.reload();
  }

  static override styles = [
    base,
    controls,
    rows,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sy-space-4); }
      .calls { flex: 1 1 100%; overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: var(--sy-text-s); }
      th, td { text-align: start; padding: var(--sy-space-1) var(--sy-space-4) var(--sy-space-1) 0; vertical-align: top; }
      th { color: var(--sy-ink-quiet); font-weight: 550; white-space: nowrap; }
      tbody tr { border-top: 1px solid var(--sy-line); }
      .done { color: var(--sy-on-ink); }
      .failed { color: var(--sy-danger-ink); font-weight: 600; }
    `,
  ];
}

const testMs = 2_000;

const states: Readonly<Record<Delivery['status'], string>> = {
  waiting: 'waiting',
  taken: 'under way',
  done: 'done',
  failed: 'failed',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-hooks': SySettingsHooks;
  }
}
