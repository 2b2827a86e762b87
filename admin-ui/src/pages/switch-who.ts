import type { EvaluationContext } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EnvironmentState, StoredSwitch } from '../api-types.ts';
import '../components/sy-context-input.ts';
import '../components/sy-explanation.ts';
import '../components/sy-list-input.ts';
import { attributesIn, explain, rulesetWith } from '../model/evaluation.ts';
import { base } from '../styles/base.ts';

/** Who gets it and why: for a context typed in, live and as the draft would have it. */
@customElement('sy-switch-who')
export class SySwitchWho extends LitElement {
  @property({ attribute: false }) surroundings!: EnvironmentState;
  @property({ attribute: 'switch-key' }) switchKey = '';
  @property({ attribute: false }) live!: StoredSwitch;
  @property({ attribute: false }) draft: StoredSwitch | undefined;
  @state() private context: EvaluationContext = {};
  @state() private cohorts: readonly string[] = [];

  protected override render() {
    const { ruleset } = this.surroundings;
    return html`
      <section class="card" aria-labelledby="who">
        <div>
          <h2 id="who">Who gets it, and why</h2>
          <p class="quiet small">Decided here as an application would, while you type.</p>
        </div>
        <sy-context-input .attributeNames=${attributesIn(ruleset)}
          @context-change=${(event: CustomEvent<EvaluationContext>) => {
            this.context = event.detail;
          }}></sy-context-input>
        ${
          Object.keys(ruleset.cohorts).length === 0
            ? nothing
            : html`<sy-list-input label="Opted in to cohorts" .values=${this.cohorts}
                @values-change=${(event: CustomEvent<readonly string[]>) => {
                  this.cohorts = event.detail;
                }}></sy-list-input>`
        }
        ${this.#explained(this.live, this.draft ? 'Live' : '')}
        ${this.draft ? this.#explained({ ...this.live, ...this.draft }, 'With your changes') : nothing}
      </section>
    `;
  }

  #explained(stored: StoredSwitch, label: string) {
    const { key } = { key: this.switchKey };
    const ruleset = rulesetWith(this.surroundings.ruleset, key, stored);
    const explained = explain(ruleset, key, this.context, this.cohorts, Date.now());
    return html`<sy-explanation label=${label} .explained=${explained}></sy-explanation>`;
  }

  static override styles = [
    base,
    css`
      :host { min-width: 0; position: sticky; top: var(--sy-space-5); }
      .card { display: grid; gap: var(--sy-space-4); }
      @media (max-width: 1180px) { :host { position: static; } }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-who': SySwitchWho;
  }
}
