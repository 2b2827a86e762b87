import { describeRule, type Ruleset } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Environment, StoredSwitch } from '../api-types.ts';
import { type Asking, askingFor, stageOf, standingOf } from '../model/cohorts.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

/** What the members of a cohort have today that others do not. */
@customElement('sy-cohort-today')
export class SyCohortToday extends LitElement {
  @property({ attribute: 'cohort-key' }) cohortKey = '';
  @property({ attribute: false }) switches: Readonly<Record<string, StoredSwitch>> = {};
  @property({ attribute: false }) ruleset!: Ruleset;
  @property({ attribute: false }) environment!: Environment;

  protected override render() {
    const asking = askingFor(this.cohortKey, this.switches, this.ruleset.segments);
    const { plan } = this.environment.policy;
    const stage = stageOf(this.cohortKey, plan);
    return html`
      <section class="card stack" aria-labelledby="today">
        <h2 id="today">What members have today that others do not</h2>
        ${
          stage === undefined
            ? nothing
            : html`<p>Every release, from stage ${stage} of ${plan.length} of the ${this.#planLink()} on.</p>`
        }
        ${asking.length === 0 ? this.#nothingYet(stage) : html`<ul>${asking.map(this.#switch)}</ul>`}
      </section>
    `;
  }

  #nothingYet(stage: number | undefined) {
    if (stage !== undefined) return nothing;
    return html`<p class="quiet">Nothing yet. Let a rule of a switch ask who is in this cohort, or make it a stage of the
      ${this.#planLink()}.</p>`;
  }

  #planLink() {
    return html`<a href=${addressOf(['settings', 'environments', this.environment.key])}>canary plan</a>`;
  }

  readonly #switch = ({ key, stored, rules }: Asking) => {
    const standing = standingOf(stored);
    return html`
      <li class=${standing ? 'quiet' : ''}>
        <a href=${addressOf(['switches', key])}>${key}</a>
        ${standing ? html`<span class="small">${standing}</span>` : rules.map((rule) => html`<span class="small rule">${describeRule(rule)}</span>`)}
      </li>
    `;
  };

  static override styles = [
    base,
    css`
      li { display: grid; padding-block: var(--sy-space-2); overflow-wrap: anywhere; }
      li + li { border-top: 1px solid var(--sy-line); }
      .rule { color: var(--sy-ink-quiet); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-cohort-today': SyCohortToday;
  }
}
