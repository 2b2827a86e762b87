import { isKey } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { Environment } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import { keyFrom } from '../model/key-from.ts';
import { isAdminEverywhere } from '../model/permissions.ts';
import { typedIn } from '../model/typed-in.ts';
import { addressOf, go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';
import './settings-policy.ts';

interface Draft {
  readonly key: string;
  readonly name: string;
}

/**
 * The environments, and the rules of each.
 *
 * @fires environments-change
 */
@customElement('sy-settings-environments')
export class SySettingsEnvironments extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** Shows the rules of this one. */
  @property() chosen = '';
  @state() private draft: Draft | undefined;
  readonly #attempt = new Attempt(this);

  protected override render() {
    const chosen = this.state.environments.find(({ key }) => key === this.chosen);
    if (chosen?.role === 'admin') {
      return html`<sy-settings-policy .environment=${chosen}></sy-settings-policy>`;
    }
    return html`
      <div class="row spread">
        <p class="quiet grow">In each environment, switches have a state of their own.</p>
        ${
          isAdminEverywhere(this.state.session)
            ? html`<button class="button primary" @click=${() => this.#edit({ key: '', name: '' })}>
                <wa-icon name="plus"></wa-icon>Create environment</button>`
            : nothing
        }
      </div>
      <ul class="card">${this.state.environments.map(this.#row)}</ul>
      <sy-dialog label="Create environment" action="Create environment" ?open=${this.draft !== undefined} ?disabled=${this.#attempt.isBusy || !isKey(this.#key())}
        @submit-request=${this.#create} @close-request=${() => this.#edit(undefined)}>
        ${this.draft ? this.#form(this.draft) : nothing}
      </sy-dialog>
    `;
  }

  readonly #row = ({ key, name, release, role, policy }: Environment) => html`
    <li>
      <div class="grow">
        <strong>${name}</strong> <code class="quiet">${key}</code>
        <p class="small quiet">At release ${release}. ${rulesInWords(policy)} You are ${role} here.</p>
      </div>
      ${
        role === 'admin'
          ? html`<a class="button small" aria-label="Rules of ${name}" href=${addressOf(['settings', 'environments', key])}>Rules</a>`
          : nothing
      }
    </li>
  `;

  #form({ key, name }: Draft) {
    const shownKey = this.#key();
    return html`
      <div class="stack">
        ${this.#attempt.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autofocus autocomplete="off" maxlength="100" placeholder="Staging" .value=${name}
            @input=${(event: Event) => this.#put({ name: typedIn(event) })} />
        </div>
        <div class="field">
          <label for="key">Key</label>
          <input id="key" class="input mono" autocomplete="off" spellcheck="false" .value=${shownKey} aria-invalid=${shownKey !== '' && !isKey(shownKey)}
            @input=${(event: Event) => this.#put({ key: typedIn(event).trim() })} />
          <p class="hint">${key ? 'It stays for good.' : 'Follows the name. It stays for good.'}</p>
        </div>
        <p class="quiet small">It begins open: changes leave at once, to everybody. Its rules come next.</p>
      </div>
    `;
  }

  #key() {
    return this.draft?.key || keyFrom(this.draft?.name ?? '');
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
    const key = this.#key();
    const isDone = await this.#attempt.run(() =>
      environments.create({ key, name: this.draft?.name || key, policy: {} }),
    );
    if (!isDone) return;
    this.draft = undefined;
    this.dispatchEvent(new CustomEvent('environments-change', { bubbles: true, composed: true }));
    go(['settings', 'environments', key]);
  };

  static override styles = [
    base,
    controls,
    rows,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
    `,
  ];
}

/** What is worth knowing of a policy at a glance. */
function rulesInWords({
  plan,
  approvals,
  isPrincessRequired,
  express,
  publish,
}: Environment['policy']): string {
  const leaves = {
    harmless: 'Changes ride the train',
    percentages: 'Percentages leave at once',
    anything: 'Changes leave at once',
  };
  const who =
    express === 'harmless' ? '' : ` by ${publish === 'admin' ? 'an admin' : `a ${publish}`}`;
  const stages =
    plan.length === 0
      ? 'to everybody'
      : `in ${plan.length} ${plan.length === 1 ? 'stage' : 'stages'}`;
  const needs = [
    ...(approvals > 0 ? [`${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`] : []),
    ...(isPrincessRequired ? ['princess'] : []),
  ];
  return `${leaves[express]}${who}, ${stages}${needs.length > 0 ? `; riding needs ${needs.join(' and ')}` : ''}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-environments': SySettingsEnvironments;
  }
}
