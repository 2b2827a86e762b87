import { isKey } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { Environment, Policy } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import { keyFrom } from '../model/key-from.ts';
import { isAdminEverywhere, roles } from '../model/permissions.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { rows } from '../styles/rows.ts';

interface Draft {
  readonly isNew: boolean;
  readonly key: string;
  readonly name: string;
  readonly policy: Pick<Policy, 'publish' | 'confirm'>;
}

/**
 * The environments, and how careful each is.
 *
 * @fires environments-change
 */
@customElement('sy-settings-environments')
export class SySettingsEnvironments extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @state() private draft: Draft | undefined;
  readonly #attempt = new Attempt(this);

  protected override render() {
    return html`
      <div class="row spread">
        <p class="quiet grow">In each environment, switches have a state of their own.</p>
        ${
          isAdminEverywhere(this.state.session)
            ? html`<button class="button primary" @click=${() => this.#edit({ isNew: true, key: '', name: '', policy: { publish: 'developer', confirm: false } })}>
                <wa-icon name="plus"></wa-icon>Create environment</button>`
            : nothing
        }
      </div>
      <ul class="card">${this.state.environments.map(this.#row)}</ul>
      <sy-dialog label=${this.draft?.isNew === false ? `Edit ${this.draft.key}` : 'Create environment'} action=${this.draft?.isNew === false ? 'Save' : 'Create environment'}
        ?open=${this.draft !== undefined} ?disabled=${this.#attempt.isBusy || !isKey(this.#key())}
        @submit-request=${this.#save} @close-request=${() => this.#edit(undefined)}>
        ${this.draft ? this.#form(this.draft) : nothing}
      </sy-dialog>
    `;
  }

  readonly #row = (environment: Environment) => html`
    <li>
      <div class="grow">
        <strong>${environment.name}</strong> <code class="quiet">${environment.key}</code>
        <p class="small quiet">
          At release ${environment.release}. A ${environment.policy.publish} publishes${environment.policy.confirm ? ', after being asked once more' : ' at once'}.
          You are ${environment.role} here.
        </p>
      </div>
      ${
        environment.role === 'admin'
          ? html`<button class="button small" aria-label="Edit ${environment.name}" @click=${() => this.#edit({ ...environment, isNew: false })}>Edit</button>`
          : nothing
      }
    </li>
  `;

  #form({ isNew, key, name, policy }: Draft) {
    const shownKey = this.#key();
    return html`
      <div class="stack">
        ${this.#attempt.render()}
        <div class="field">
          <label for="name">Name</label>
          <input id="name" class="input" autofocus autocomplete="off" maxlength="200" placeholder="Staging" .value=${name}
            @input=${(event: Event) => this.#put({ name: typedIn(event) })} />
        </div>
        ${
          isNew
            ? html`<div class="field">
                <label for="key">Key</label>
                <input id="key" class="input mono" autocomplete="off" spellcheck="false" .value=${shownKey} aria-invalid=${shownKey !== '' && !isKey(shownKey)}
                  @input=${(event: Event) => this.#put({ key: typedIn(event).trim() })} />
                <p class="hint">${key ? 'It stays for good.' : 'Follows the name. It stays for good.'}</p>
              </div>`
            : nothing
        }
        <div class="field">
          <label for="publish">Who publishes</label>
          <select id="publish" class="input" @change=${(event: Event) => this.#put({ policy: { ...policy, publish: typedIn(event) as Policy['publish'] } })}>
            ${roles.slice(1).map((each) => html`<option value=${each} ?selected=${each === policy.publish}>${each}${each === 'admin' ? '' : ' and above'}</option>`)}
          </select>
          <p class="hint">Killing a switch and rolling back are always open to developers.</p>
        </div>
        <label class="check">
          <input type="checkbox" .checked=${policy.confirm} @change=${(event: Event) =>
            this.#put({
              policy: { ...policy, confirm: (event.target as HTMLInputElement).checked },
            })} />
          Ask before publishing, and look like production
        </label>
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

  readonly #save = async () => {
    if (this.draft === undefined) return;
    const { isNew, name, policy } = this.draft;
    const key = this.#key();
    const isDone = await this.#attempt.run(() =>
      isNew
        ? environments.create({ key, name: name || key, policy })
        : environments.change(key, { name, policy }),
    );
    if (!isDone) return;
    this.draft = undefined;
    this.dispatchEvent(new CustomEvent('environments-change', { bubbles: true, composed: true }));
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

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-environments': SySettingsEnvironments;
  }
}
