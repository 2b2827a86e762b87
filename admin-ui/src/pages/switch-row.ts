import type { State } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SwitchSummary } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-state.ts';
import '../components/sy-state-control.ts';
import { Editing } from '../editing.ts';
import { mayPropose } from '../model/permissions.ts';
import { shownState, stateNames } from '../model/shown-state.ts';
import { staleInShort, summaryOf } from '../model/words.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { draftBar } from './draft-bar.ts';

/** One line of the list: a switch in the chosen environment, and its lamps in the others. */
@customElement('sy-switch-row')
export class SySwitchRow extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ attribute: false }) summary!: SwitchSummary;
  /** Loads the list again. */
  @property({ attribute: false }) reload: () => Promise<unknown> = async () => {};

  readonly #editing = new Editing(
    this,
    () => this.#subject(),
    () => this.reload(),
  );

  protected override render() {
    const { key, name, tags, environments, stale } = this.summary;
    const { environment } = this.state;
    const stored = environments[environment.key];
    const state = shownState(stored);
    const shown = stored && this.#editing.shown(stored);
    const hint = stale[environment.key];
    return html`
      <div class="line">
        <sy-state bare state=${state}></sy-state>
        <div class="what">
          <a href=${addressOf(['switches', key])}><strong>${name || key}</strong></a>
          <div class="facts">
            <code>${key}</code>
            ${tags.map((tag) => html`<span class="tag">${tag}</span>`)}
            ${hint ? html`<span class="stale" title=${hint.says}>${staleInShort[hint.why]}</span>` : nothing}
          </div>
        </div>
        <p class="summary">${stored ? summaryOf(stored) : 'does not exist here'}</p>
        <div class="others">
          ${this.state.environments
            .filter((each) => each.key !== environment.key)
            .map(
              (each) =>
                html`<sy-state state=${shownState(environments[each.key])} label=${each.name}></sy-state>`,
            )}
        </div>
        ${
          shown && (state === 'off' || state === 'on' || state === 'conditional')
            ? html`<sy-state-control small label="State of ${key}" .state=${shown.state} ?disabled=${!mayPropose(environment)}
                @state-request=${(event: CustomEvent<State>) => this.#editing.changeNow({ state: event.detail })}></sy-state-control>`
            : html`<span class="instead">${stateNames[state]}</span>`
        }
      </div>
      ${stored && shown ? draftBar(this.#editing, { environment, kind: 'switch', key, stored, shown, problems: [] }) : nothing}
    `;
  }

  #subject() {
    const { key, environments } = this.summary;
    const { environment } = this.state;
    const stored = environments[environment.key];
    return {
      environment,
      kind: 'switch' as const,
      key,
      stored: stored && { ...stored },
      version: stored?.version ?? 0,
    };
  }

  static override styles = [
    base,
    css`
      .line {
        display: grid; grid-template-columns: auto minmax(0, 1.2fr) minmax(0, 1.3fr) auto 17.5rem; gap: var(--sy-space-4); align-items: center;
        padding: var(--sy-space-3) var(--sy-space-5); position: relative; transition: background var(--sy-quick);
      }
      .line:hover { background: color-mix(in srgb, var(--sy-action-wash) 45%, transparent); }
      .what { min-width: 0; }
      a { color: inherit; text-decoration: none; overflow-wrap: anywhere; }
      a::after { content: ''; position: absolute; inset: 0; }
      a:hover strong { color: var(--sy-action); text-decoration: underline; text-underline-offset: 0.2em; }
      a:focus-visible { outline: none; }
      a:focus-visible::after { outline: 2px solid var(--sy-focus); outline-offset: -3px; border-radius: var(--sy-radius); }
      .facts { display: flex; flex-wrap: wrap; gap: 0 var(--sy-space-2); font-size: var(--sy-text-s); color: var(--sy-ink-quiet); overflow-wrap: anywhere; }
      .tag { padding: 0 0.45rem; border-radius: 999px; background: var(--sy-sunken); }
      .stale { padding: 0 0.45rem; border-radius: 999px; background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .summary { min-width: 0; overflow-wrap: anywhere; }
      .instead { justify-self: end; font-weight: 600; font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .others { display: grid; gap: 0.2rem; }
      .others sy-state { font-weight: 500; color: var(--sy-ink-quiet); }
      sy-state-control { position: relative; z-index: 1; justify-self: end; }
      sy-draft-bar { position: static; padding: 0 var(--sy-space-4) var(--sy-space-4); }
      @media (max-width: 1180px) {
        .line { grid-template-columns: auto minmax(0, 1fr) auto; }
        .summary { grid-column: 2; grid-row: 2; }
        .others { display: flex; flex-wrap: wrap; justify-content: end; gap: 0.2rem 0.8rem; }
      }
      @media (max-width: 640px) {
        .line { grid-template-columns: auto minmax(0, 1fr); gap: var(--sy-space-2) var(--sy-space-3); padding: var(--sy-space-3) var(--sy-space-4); }
        .others, .summary, sy-state-control, .instead { grid-column: 2; grid-row: auto; justify-self: start; justify-content: start; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-row': SySwitchRow;
  }
}
