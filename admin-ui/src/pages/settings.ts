import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AppState } from '../app-state.ts';
import { isAdminEverywhere } from '../model/permissions.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import './settings-account.ts';
import './settings-badge.ts';
import './settings-environments.ts';
import './settings-hooks.ts';
import './settings-keys.ts';
import './settings-people.ts';
import './settings-tokens.ts';

/** Account, people, tokens, environments, keys: what one may see of it. */
@customElement('sy-settings')
export class SySettings extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property() tab = 'account';
  /** What of it is chosen. */
  @property() chosen = '';

  protected override render() {
    const offered = this.#tabs();
    const current = offered.find(({ tab }) => tab === this.tab) ?? offered[0];
    return html`
      <h1>Settings</h1>
      <nav aria-label="Settings">
        ${offered.map(
          ({ tab, label }) =>
            html`<a href=${addressOf(['settings', tab])} aria-current=${tab === current?.tab ? 'page' : nothing}>${label}</a>`,
        )}
      </nav>
      ${current?.view()}
    `;
  }

  #tabs() {
    const { state } = this;
    const { session, environment } = state;
    const isAdmin = isAdminEverywhere(session);
    const tabs = [
      {
        tab: 'account',
        label: 'Your account',
        isOffered: session.person !== null,
        view: () => html`<sy-settings-account .session=${session}></sy-settings-account>`,
      },
      {
        tab: 'people',
        label: 'People',
        isOffered: isAdmin,
        view: () => html`<sy-settings-people .state=${state}></sy-settings-people>`,
      },
      {
        tab: 'tokens',
        label: 'API tokens',
        isOffered: session.person !== null,
        view: () => html`<sy-settings-tokens .state=${state}></sy-settings-tokens>`,
      },
      {
        tab: 'environments',
        label: 'Environments',
        isOffered: true,
        view: () =>
          html`<sy-settings-environments .state=${state} chosen=${this.chosen}></sy-settings-environments>`,
      },
      {
        tab: 'keys',
        label: 'SDK keys',
        isOffered: environment.role === 'admin',
        view: () => html`<sy-settings-keys .environment=${environment}></sy-settings-keys>`,
      },
      {
        tab: 'hooks',
        label: 'Rollback hooks',
        isOffered: environment.role === 'admin',
        view: () => html`<sy-settings-hooks .environment=${environment}></sy-settings-hooks>`,
      },
      {
        tab: 'badge',
        label: 'Public line',
        isOffered: isAdmin,
        view: () =>
          html`<sy-settings-badge .environments=${state.environments}></sy-settings-badge>`,
      },
    ];
    return tabs.filter(({ isOffered }) => isOffered);
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      nav { display: flex; flex-wrap: wrap; gap: var(--sy-space-1); border-bottom: 1px solid var(--sy-line); }
      nav a { padding: var(--sy-space-2) var(--sy-space-3); color: var(--sy-ink-quiet); text-decoration: none; font-weight: 550; border-bottom: 3px solid transparent; margin-bottom: -1px; }
      nav a:hover { color: var(--sy-ink); }
      nav a[aria-current] { color: var(--sy-ink); border-bottom-color: var(--sy-action); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings': SySettings;
  }
}
