import { type InternalUsers, problemsWithInternalUsers } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-list-input.ts';
import { Editing } from '../editing.ts';
import { Loaded } from '../loaded.ts';
import { mayPropose } from '../model/permissions.ts';
import { base } from '../styles/base.ts';
import { draftBar } from './draft-bar.ts';

const lists: readonly {
  field: keyof InternalUsers;
  label: string;
  hint: string;
  placeholder: string;
}[] = [
  {
    field: 'domains',
    label: 'E-mail domains',
    hint: 'What stands behind the @. Subdomains are not included.',
    placeholder: 'example.com',
  },
  {
    field: 'emails',
    label: 'E-mail addresses',
    hint: 'Upper and lower case are the same.',
    placeholder: 'name@example.com',
  },
  {
    field: 'users',
    label: 'Targeting keys',
    hint: 'The ids your application hands to the SDK.',
    placeholder: 'u-1042',
  },
  {
    field: 'ranges',
    label: 'IP addresses and ranges',
    hint: 'IPv4 and IPv6, single or as CIDR: 10.0.0.0/8.',
    placeholder: '203.0.113.0/24',
  },
];

/** Who builds the product: the list of the chosen environment. */
@customElement('sy-internal-users')
export class SyInternalUsers extends LitElement {
  @property({ attribute: false }) state!: AppState;

  readonly #environment = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: environments.state,
    on: ({ kind, environment }) => kind === 'release' && environment === this.state.environment.key,
  });
  readonly #editing = new Editing(
    this,
    () => this.#subject(),
    () => this.#environment.reload(),
  );

  protected override render() {
    const { environment } = this.state;
    return html`
      <div>
        <h1>Internal users</h1>
        <p class="quiet">The people who build the product, in ${environment.name}. Rules can let them in first.
          Whoever is on any of these lists is one of them.</p>
      </div>
      ${this.#environment.render(() => {
        const { stored, key } = this.#subject();
        if (stored === undefined) return nothing;
        const shown = this.#editing.shown(stored);
        return html`
          <div class="card">
            ${lists.map(
              ({ field, label, hint, placeholder }) => html`
                <sy-list-input label=${label} hint=${hint} placeholder=${placeholder} .values=${shown[field]} ?disabled=${!mayPropose(environment)}
                  @values-change=${(event: CustomEvent<readonly string[]>) => this.#editing.change({ [field]: event.detail })}></sy-list-input>
              `,
            )}
          </div>
          ${draftBar(this.#editing, { environment, kind: 'internal-users', key, stored, shown, problems: problemsWithInternalUsers(shown) })}
        `;
      })}
    `;
  }

  #subject() {
    const { environment } = this.state;
    const { value } = this.#environment;
    const isKnown = value?.environment === environment.key;
    const { version = 0, ...stored } = value?.things.internalUsers ?? {
      users: [],
      emails: [],
      domains: [],
      ranges: [],
    };
    return {
      environment,
      kind: 'internal-users' as const,
      key: 'internal-users',
      stored: isKnown ? stored : undefined,
      version,
    };
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .card { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: var(--sy-space-5); align-items: start; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-internal-users': SyInternalUsers;
  }
}
