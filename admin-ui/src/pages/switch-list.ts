import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { environments, status, switches } from '../api.ts';
import type { SwitchSummary } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { isRare } from '../live.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { isSomewhere } from '../model/permissions.ts';
import { filters, matches, type Sort, sorted, sorts } from '../model/switch-filter.ts';
import { typedIn } from '../model/typed-in.ts';
import { amend } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './connect.ts';
import './create-switch.ts';
import type { SyCreateSwitch } from './create-switch.ts';
import './switch-row.ts';
import './switch-unknown.ts';

/** Every switch, as it is in the chosen environment. */
@customElement('sy-switch-list')
export class SySwitchList extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** Search, filter and order, as the address has them. */
  @property({ attribute: false }) query: Readonly<Record<string, string>> = {};
  @query('#search') private search!: HTMLInputElement | null;
  @query('sy-create-switch') private creation!: SyCreateSwitch | null;
  @state() private isConnectShown = false;

  readonly #switches = new Loaded(this, { args: () => [], load: switches.all, on: isRare });
  readonly #unknown = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: environments.unknown,
    on: ({ kind }) => kind === 'release',
  });
  readonly #status = new Loaded(this, { args: () => [], load: status, on: isRare });

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
  }

  protected override render() {
    const mayCreate = isSomewhere(this.state.environments, 'developer');
    return html`
      <div class="row spread">
        <h1>Switches</h1>
        ${mayCreate ? html`<button class="button primary" @click=${() => this.creation?.ask()}><wa-icon name="plus"></wa-icon>Create switch</button>` : nothing}
      </div>
      ${this.#connect()}
      ${this.#switches.render((all) => (all.length === 0 ? this.#none(mayCreate) : this.#list(all)), skeleton(8))}
      <sy-unknown-switches .environment=${this.state.environment} .unknown=${this.#unknown.value ?? []} ?may-create=${mayCreate}
        @create-request=${(event: CustomEvent<string>) => this.creation?.ask(event.detail)}
        @ignored=${() => this.#unknown.reload()}></sy-unknown-switches>
      <sy-create-switch .environments=${this.state.environments}></sy-create-switch>
    `;
  }

  #list(all: readonly SwitchSummary[]) {
    const { text = '', show = 'current', sort = 'key' } = this.query;
    const { key } = this.state.environment;
    const shown = sorted(
      all.filter((each) => matches(each, key, text, show)),
      key,
      sort as Sort,
    );
    return html`
      <div class="tools" role="search">
        <div class="find">
          <wa-icon name="search"></wa-icon>
          <input id="search" class="input" type="search" aria-label="Search switches" placeholder="Search by name, key, tag or owner" autocomplete="off"
            .value=${text} @input=${(event: Event) => amend({ text: typedIn(event) })} />
          <kbd aria-hidden="true">/</kbd>
        </div>
        <select class="input narrow" aria-label="Show" @change=${(event: Event) => amend({ show: typedIn(event) })}>
          ${Object.entries(filters).map(([each, label]) => html`<option value=${each} ?selected=${each === show}>${label}</option>`)}
        </select>
        <select class="input narrow" aria-label="Order" @change=${(event: Event) => amend({ sort: typedIn(event) })}>
          ${Object.entries(sorts).map(([each, label]) => html`<option value=${each} ?selected=${each === sort}>${label}</option>`)}
        </select>
      </div>
      <p class="visually-hidden" role="status">${shown.length} of ${all.length} switches</p>
      ${
        shown.length === 0
          ? html`<div class="card nothing">
              <p>No switch fits${text ? html` “${text}”` : nothing}.</p>
              <button class="button" @click=${() => amend({ text: '', show: '' })}>Show all</button>
            </div>`
          : html`<ul class="list">
              ${repeat(
                shown,
                (each) => each.key,
                (each) =>
                  html`<li><sy-switch-row .summary=${each} .state=${this.state} .reload=${() => this.#switches.reload()}></sy-switch-row></li>`,
              )}
            </ul>`
      }
    `;
  }

  #none(mayCreate: boolean) {
    return html`
      <div class="card nothing">
        <h2>No switches yet</h2>
        <p class="quiet">A switch keeps unfinished code in production out of sight until you decide who sees it.</p>
        ${mayCreate ? html`<button class="button primary" @click=${() => this.creation?.ask()}>Create your first switch</button>` : nothing}
      </div>
    `;
  }

  #connect() {
    const { environment } = this.state;
    if (this.#status.value === undefined || environment.role !== 'admin') return nothing;
    const isConnected = (this.#status.value.sdkConnections[environment.key] ?? 0) > 0;
    // Once it is open, it closes by hand only: it may show a key that is shown once.
    if (isConnected && !this.isConnectShown) return nothing;
    return html`
      <div class="card connect">
        <div class="row">
          <wa-icon name=${isConnected ? 'check' : 'plug'}></wa-icon>
          <p class="grow" role="status">${
            isConnected
              ? html`<strong>An application is connected to ${environment.name}.</strong> <span class="quiet">What you publish reaches it at once.</span>`
              : html`<strong>No application is connected to ${environment.name}.</strong> <span class="quiet">It takes a key and three lines.</span>`
          }</p>
          <button class="button" aria-expanded=${this.isConnectShown} @click=${this.#toggleConnect}>
            ${this.isConnectShown ? 'Close' : 'Connect your app'}
          </button>
        </div>
        ${this.isConnectShown ? html`<sy-connect .environment=${environment}></sy-connect>` : nothing}
      </div>
    `;
  }

  #toggleConnect() {
    this.isConnectShown = !this.isConnectShown;
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    const [target] = event.composedPath();
    if (
      target instanceof HTMLElement &&
      target.matches('input, textarea, select, [contenteditable]')
    )
      return;
    event.preventDefault();
    this.search?.focus();
  };

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .tools { display: flex; flex-wrap: wrap; gap: var(--sy-space-3); }
      .find { position: relative; flex: 1 1 16rem; }
      .find wa-icon { position: absolute; left: 0.7rem; top: 0.6rem; color: var(--sy-ink-quiet); }
      .find .input { padding-inline: 2.2rem; }
      kbd {
        position: absolute; right: 0.6rem; top: 0.45rem; padding: 0 0.4rem; border: 1px solid var(--sy-line); border-radius: 4px;
        font: 0.75rem / 1.4 var(--sy-mono); color: var(--sy-ink-quiet); background: var(--sy-sunken);
      }
      .find:focus-within kbd { display: none; }
      .list { display: grid; background: var(--sy-surface); border: 1px solid var(--sy-line); border-radius: var(--sy-radius-l); box-shadow: var(--sy-shadow); overflow: hidden; }
      .list li { content-visibility: auto; contain-intrinsic-size: auto 4.3rem; }
      .list li + li { border-top: 1px solid var(--sy-line); }
      .nothing { display: grid; gap: var(--sy-space-3); justify-items: start; padding: var(--sy-space-6); }
      .connect { display: grid; gap: var(--sy-space-5); padding-block: var(--sy-space-3); }
      .connect:has(sy-connect) { padding-bottom: var(--sy-space-5); }
      .connect wa-icon { font-size: 1.4rem; color: var(--sy-action); }
      .connect p { min-width: 12rem; }
      @media (max-width: 640px) { .narrow { flex: 1 1 8rem; } kbd { display: none; } }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-list': SySwitchList;
  }
}
