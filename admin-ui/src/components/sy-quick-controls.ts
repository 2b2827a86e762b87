import { ALL, type Cohort, type State, type Switch } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { decidingForAll, quickOf, withCohort, withInternal, withShare } from '../model/quick.ts';
import { base } from '../styles/base.ts';
import './sy-percentage-slider.ts';
import './sy-state-control.ts';
import './sy-toggle.ts';

export interface QuickChange {
  readonly set: Partial<Switch>;
  /** The hand is still moving: more is to come. */
  readonly isMoving: boolean;
}

/**
 * What one does to a switch every day: its state, internal users, volunteers, the percentage.
 *
 * @fires quick-change - `detail` is a `QuickChange`.
 */
@customElement('sy-quick-controls')
export class SyQuickControls extends LitElement {
  @property({ attribute: false }) shown!: Switch;
  /** Those that users may join, by key. */
  @property({ attribute: false }) cohorts: Readonly<Record<string, Cohort>> = {};
  @property({ type: Boolean }) disabled = false;

  protected override render() {
    const { state } = this.shown;
    const { internal, cohorts, thousandths } = quickOf(this.shown);
    const deciding = decidingForAll(this.shown);
    const isIdle = state !== 'conditional';
    return html`
      <div class="state">
        <sy-state-control label="State" .state=${state} ?disabled=${this.disabled}
          @state-request=${(event: CustomEvent<State>) => this.#change({ state: event.detail })}></sy-state-control>
        <p class="quiet">${meanings[state]}</p>
      </div>
      <sy-toggle label="Internal users get it" ?on=${state === 'on' || internal} ?idle=${isIdle} ?disabled=${this.disabled}
        @toggle-request=${(event: CustomEvent<boolean>) => this.#changeInternal(event.detail)}></sy-toggle>
      ${Object.entries(this.cohorts)
        .filter(([key, { open }]) => open || cohorts.includes(key))
        .map(
          ([key, { title }]) => html`
            <sy-toggle label="Volunteers of “${title}” get it" ?on=${state === 'on' || cohorts.includes(key)} ?idle=${isIdle} ?disabled=${this.disabled}
              @toggle-request=${(event: CustomEvent<boolean>) => this.#changeCohort(key, event.detail)}></sy-toggle>
          `,
        )}
      <div class="share">
        <p class="label" aria-hidden="true">Percentage of users</p>
        <sy-percentage-slider
          label="Percentage of users" .thousandths=${state === 'on' ? ALL : (thousandths ?? 0)}
          ?idle=${isIdle || thousandths === undefined} ?disabled=${this.disabled || deciding !== undefined}
          @percentage-change=${(event: CustomEvent<number>) => this.#changeShare(event.detail, true)}
          @percentage-rest=${(event: CustomEvent<number>) => this.#changeShare(event.detail, false)}
        ></sy-percentage-slider>
        ${
          deciding === undefined
            ? nothing
            : html`<p class="quiet small">Rule ${deciding} fits everybody, so a percentage after it would decide nothing.</p>`
        }
      </div>
    `;
  }

  #changeInternal(internal: boolean) {
    this.#change({ rules: withInternal(this.shown.rules, internal), state: 'conditional' });
  }

  #changeCohort(cohort: string, isIn: boolean) {
    this.#change({ rules: withCohort(this.shown.rules, cohort, isIn), state: 'conditional' });
  }

  #changeShare(thousandths: number, isMoving: boolean) {
    const rules = withShare(this.shown.rules, thousandths);
    this.#change({ rules, state: 'conditional' }, isMoving);
  }

  #change(set: Partial<Switch>, isMoving = false) {
    const detail: QuickChange = { set, isMoving };
    this.dispatchEvent(new CustomEvent('quick-change', { detail }));
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .state { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-2) var(--sy-space-4); }
      .share { display: grid; gap: var(--sy-space-2); }
      .label { font-weight: 550; }
    `,
  ];
}

const meanings: Readonly<Record<State, string>> = {
  off: 'Nobody gets it.',
  conditional: 'The first rule that fits a user decides.',
  on: 'Everybody gets it.',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-quick-controls': SyQuickControls;
  }
}
