import {
  type ConditionVerdict,
  describeCondition,
  describeServe,
  type Step,
  type Trace,
  type Verdict,
} from '@switchyard/core';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { nameOf, reasonInWords } from '../model/words.ts';
import { base } from '../styles/base.ts';

/** What one context gets of a switch, and every step on the way there. */
@customElement('sy-explanation')
export class SyExplanation extends LitElement {
  @property({ attribute: false }) explained!: Trace;
  @property() label = '';

  protected override render() {
    const { resolution, steps } = this.explained;
    const served = resolution.variant ?? 'default of the application';
    return html`
      <div class="outcome ${resolution.active ? 'active' : ''}" role="status">
        ${this.label ? html`<span class="label">${this.label}</span>` : nothing}
        <strong>${served}</strong>
        ${
          resolution.value !== undefined && typeof resolution.value !== 'boolean'
            ? html`<code>${JSON.stringify(resolution.value)}</code>`
            : nothing
        }
        <span class="reason">${reasonInWords(resolution, steps)}</span>
      </div>
      <ol>${steps.map(this.#step)}</ol>
    `;
  }

  readonly #step = (step: Step): TemplateResult => {
    if (step.kind === 'state')
      return line(step.passes, html`State is <strong>${step.state}</strong>`);
    if (step.kind === 'stuck') return line(false, html`Requires itself in a circle`);
    if (step.kind === 'override')
      return line(step.holds, html`The request asks for <strong>${step.value}</strong>`);
    if (step.kind !== 'rule') {
      const verb = step.kind === 'ancestor' ? 'Belongs to' : 'Requires';
      const wanted =
        step.variant === undefined ? nothing : html` with variant <strong>${step.variant}</strong>`;
      return line(
        step.passes,
        html`${verb} <code>${step.key}</code>${wanted}, which gives <strong>${step.resolution.variant}</strong>`,
      );
    }
    const serves =
      step.verdict === true ? html` → <strong>${describeServe(step.rule.serve)}</strong>` : nothing;
    return line(step.verdict, html`${nameOf(step).replace(/,$/, '')}${serves}`, step.conditions);
  };

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      .outcome { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.6rem; padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); background: var(--sy-sunken); }
      .outcome.active { background: var(--sy-on-wash); color: var(--sy-on-ink); }
      .outcome strong { font-size: var(--sy-text-l); }
      .label { font-size: var(--sy-text-s); font-weight: 600; }
      .reason { font-size: var(--sy-text-s); flex-basis: 100%; }
      li { display: grid; grid-template-columns: 1.3rem minmax(0, 1fr); gap: var(--sy-space-2); padding-block: 0.15rem; align-items: start; overflow-wrap: anywhere; }
      li > wa-icon { margin-top: 0.25rem; }
      li ul { grid-column: 2; font-size: var(--sy-text-s); }
      .holds > wa-icon { color: var(--sy-on); }
      .fails > wa-icon, .undecided > wa-icon { color: var(--sy-ink-quiet); }
      .fails, .undecided { color: var(--sy-ink-quiet); }
    `,
  ];
}

/** One question and its answer, which is told by icon and in hidden words. */
function line(
  verdict: Verdict,
  text: unknown,
  conditions: readonly ConditionVerdict[] = [],
): TemplateResult {
  const { icon, name, words } = answers[String(verdict)] ?? undecided;
  return html`
    <li class=${name}>
      <wa-icon name=${icon} label=${words}></wa-icon>
      <span>${text}${verdict === 'unit-missing' ? html` <em>(no unit to count by)</em>` : nothing}${
        verdict === 'undecided' && conditions.length === 0
          ? html` <em>(cannot be told from what is given)</em>`
          : nothing
      }</span>
      ${
        conditions.length === 0
          ? nothing
          : html`<ul>${conditions.map((each) => line(each.verdict, describeCondition(each.condition), each.conditions))}</ul>`
      }
    </li>
  `;
}

const undecided = { icon: 'minus', name: 'undecided', words: 'Undecided' };
const answers: Readonly<Record<string, typeof undecided>> = {
  true: { icon: 'check', name: 'holds', words: 'Holds' },
  false: { icon: 'xmark', name: 'fails', words: 'Does not hold' },
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-explanation': SyExplanation;
  }
}
