import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Environment, SwitchDetails } from '../api-types.ts';
import { shownState } from '../model/shown-state.ts';
import { summaryOf } from '../model/words.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import './sy-state.ts';

/** What one switch, or the page, is in each environment, and the way there. */
@customElement('sy-environment-tabs')
export class SyEnvironmentTabs extends LitElement {
  @property({ attribute: false }) environments: readonly Environment[] = [];
  /** The key of the one that is shown. */
  @property() current = '';
  /** The switch; without one the tabs lead to `path`. */
  @property({ attribute: false }) details: SwitchDetails | undefined;
  @property({ attribute: false }) path: readonly string[] = [];

  protected override render() {
    return html`<nav class=${this.details ? 'wordy' : ''} aria-label="Environments">${this.environments.map(this.#tab)}</nav>`;
  }

  readonly #tab = ({ key, name, policy, release }: Environment) => {
    const { details } = this;
    const stored = details?.environments[key];
    const path = details ? ['switches', details.key] : this.path;
    return html`
      <a href=${addressOf(path, { environment: key })} class=${policy.confirm ? 'guarded' : ''}
        aria-current=${key === this.current ? 'page' : nothing}>
        ${
          details
            ? html`<sy-state state=${shownState(stored)} label=${name}></sy-state>
              <span class="small quiet">${stored ? summaryOf(stored) : 'does not exist here'}</span>`
            : html`<strong>${name}</strong><span class="small quiet">release ${release}</span>`
        }
      </a>
    `;
  };

  static override styles = [
    base,
    css`
      nav { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); }
      a {
        display: grid; gap: 0.1rem; padding: var(--sy-space-2) var(--sy-space-4); min-width: 0; max-width: 100%; text-decoration: none; color: inherit;
        border: 1px solid var(--sy-line); border-bottom-width: 3px; border-radius: var(--sy-radius); background: transparent;
      }
      a:hover { border-color: var(--sy-action); }
      a[aria-current] { background: var(--sy-surface); border-color: var(--sy-line-strong); border-bottom-color: var(--sy-action); }
      a.guarded[aria-current] { border-bottom-color: var(--sy-danger); }
      .quiet { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      @media (max-width: 640px) {
        .wordy { display: grid; }
        nav:not(.wordy) a { padding: var(--sy-space-1) var(--sy-space-3); }
        nav:not(.wordy) .quiet { display: none; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-environment-tabs': SyEnvironmentTabs;
  }
}
