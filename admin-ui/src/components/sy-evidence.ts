import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Evidence } from '../guard-types.ts';
import { durationInWords } from '../model/durations.ts';
import {
  countInWords,
  evidenceInWords,
  oddsInWords,
  seriesOf,
  stagesBegun,
} from '../model/evidence.ts';
import { base } from '../styles/base.ts';
import './sy-arms.ts';
import './sy-graph.ts';

type Verdict = NonNullable<Evidence['verdict']>;

/** What speaks for and against a release: how the evidence grew, who was counted, and both arms side by side. */
@customElement('sy-evidence')
export class SyEvidence extends LitElement {
  @property({ attribute: false }) evidence!: Evidence;

  protected override render() {
    const { verdict } = this.evidence;
    return verdict === null
      ? nothing
      : html`${this.#counts(verdict)}${this.#curve(verdict)}${this.#arms(verdict)}`;
  }

  #counts({ alpha, lnE, afterMs }: Verdict) {
    const { users, dropped } = this.evidence;
    const facts = [
      ['Canary users', users && countInWords(users.canary)],
      ['Others, to compare with', users && countInWords(users.control)],
      [`Evidence; taken back at ${evidenceInWords(-Math.log(alpha))}`, evidenceInWords(lnE)],
      ['Looked at for', durationInWords(afterMs)],
    ];
    return html`
      <dl class="counts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? '–'}</dd></div>`)}</dl>
      ${
        dropped > 0
          ? html`<p class="warning"><wa-icon name="warning"></wa-icon><span>SDKs had to forget ${countInWords(dropped)} minutes or stages of what they had counted, of both arms alike: the server could not be reached for too long.</span></p>`
          : nothing
      }
    `;
  }

  #curve({ alpha, lnE, afterMs }: Verdict) {
    const { curve } = this.evidence;
    const began = Date.parse(curve.at(-1)?.at ?? '') - afterMs;
    const line = -Math.log(alpha);
    const top = Math.max(...curve.map((point) => point.lnE));
    const summary =
      lnE >= line
        ? `It reached ${evidenceInWords(lnE)}; at ${evidenceInWords(line)} a release is taken back.`
        : `It is at ${evidenceInWords(lnE)} and was at ${evidenceInWords(top)} at most; at ${evidenceInWords(line)} a release is taken back.`;
    return html`
      <section aria-labelledby="curve">
        <h3 id="curve">Evidence that it makes things worse</h3>
        <p class="small quiet">How many times likelier the counts are if the release is bad than if it changes nothing. A harmless release
          reaches the line in at most ${oddsInWords(alpha)} cases, however often one looks.</p>
        <sy-graph label="Evidence that the release makes things worse" .summary=${summary} axis="elapsed" height="260"
          .times=${curve.map(({ at }) => Math.max(Date.parse(at) - began, 0))} .series=${seriesOf(this.evidence)}
          .lines=${[{ value: line, label: `taken back at ${evidenceInWords(line)}` }]}
          .marks=${stagesBegun(curve, began).map(({ stage, at }) => ({ at, label: `Stage ${stage + 1} begins` }))}
          .format=${evidenceInWords} .floor=${-line} .always=${[0]} .step=${Math.LN10}></sy-graph>
      </section>
    `;
  }

  #arms({ metrics }: Verdict) {
    const { measured } = this.evidence;
    return html`
      <section aria-labelledby="arms">
        <h3 id="arms">Both sides</h3>
        <p class="small quiet">The whiskers reach as far as each rate may really be, with 95 %, at any time one looks. They are for the eye; the evidence decides.</p>
        <div class="metrics">
          ${metrics.map(({ key, lnE, views }) => {
            const metric = measured.find((each) => each.key === key);
            return html`
              <article aria-label=${key}>
                <header><strong>${key}</strong> <span class="small quiet">${aboutMetric(metric)}evidence ${evidenceInWords(lnE)}</span></header>
                <sy-arms .views=${views} .metric=${metric}></sy-arms>
              </article>
            `;
          })}
        </div>
      </section>
    `;
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-5); min-width: 0; }
      section { display: grid; gap: var(--sy-space-2); min-width: 0; }
      .counts { display: flex; flex-wrap: wrap; gap: var(--sy-space-3) var(--sy-space-6); }
      .counts dt { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .counts dd { font-size: 1.35rem; font-weight: 650; letter-spacing: -0.01em; line-height: 1.3; }
      .metrics { display: grid; gap: var(--sy-space-4); }
      article { display: grid; gap: var(--sy-space-3); padding-top: var(--sy-space-3); border-top: 1px solid var(--sy-line); min-width: 0; }
      header { overflow-wrap: anywhere; }
    `,
  ];
}

function aboutMetric(metric: Evidence['measured'][number] | undefined): string {
  if (metric === undefined) return '';
  const tolerated = metric.tolerated > 0 ? `, ${metric.tolerated * 100} % tolerated` : '';
  return `${metric.worse} is worse${tolerated}; `;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-evidence': SyEvidence;
  }
}
