import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ComparedSplit, ComparedVariant } from '../api-types.ts';
import { placeOf, ratioInShort, reachOf } from '../model/comparison.ts';
import { countInWords, shareInWords } from '../model/evidence.ts';
import { percent } from '../model/percent.ts';
import { base } from '../styles/base.ts';
import { scale } from '../styles/scale.ts';

const found = { more: 'beyond chance', fewer: 'beyond chance', open: 'may be chance' };

/** The variants of a split side by side: who was given what, who had the event, and how far apart they may be. */
@customElement('sy-comparison')
export class SyComparison extends LitElement {
  @property({ attribute: false }) split!: ComparedSplit;
  /** What users had. */
  @property() event = '';

  protected override render() {
    const { variants, words, assignment, sample, control } = this.split;
    const beside = variants.flatMap(({ against }) => against ?? []);
    const reach = reachOf(beside);
    const most = Math.max(...variants.map(({ users, high }) => (users > 0 ? high : 0)), 1e-9);
    return html`
      ${
        assignment.isSuspicious
          ? html`<p class="warning" role="alert"><wa-icon name="warning"></wa-icon><span>Users are not given the variants as often as they should be. Something is wrong
              with the assignment or the reports: do not trust what is compared here before that is found.</span></p>`
          : nothing
      }
      <table>
        <caption class="visually-hidden">Variants by ${this.event}</caption>
        <thead>
          <tr><th scope="col">Variant</th><th scope="col">Users</th><th scope="col">Had ${this.event}</th><th scope="col">Beside <code>${control}</code></th></tr>
        </thead>
        <tbody>${variants.map((each) => this.#row(each, most, reach))}</tbody>
      </table>
      <div class="words">${words.map((each) => html`<p>${each}</p>`)}</div>
      <p class="small quiet">Each user counts once, from when the variant was first given. The whiskers reach as far as the truth may be: beside <code>${control}</code>
        all of them together are right in 95 of 100 experiments, however often one looks.
        ${sample < 1 ? `There are more users than are compared: ${part(sample)} of them, taken by chance.` : nothing}</p>
    `;
  }

  #row(each: ComparedVariant, most: number, reach: number) {
    const { variant, weight, users, affected, rate, low, high, against } = each;
    return html`
      <tr>
        <th scope="row"><code>${variant}</code> <span class="quiet small">${percent(weight)}</span></th>
        <td data-label="Users">${countInWords(users)}</td>
        <td data-label="Had ${this.event}">
          <div class="picture">
            <span class="scale" aria-hidden="true">${
              rate === null
                ? nothing
                : html`<span class="whisker" style="--from: ${low / most}; --to: ${high / most}"></span><span class="dot" style="--at: ${rate / most}"></span>`
            }</span>
            <span class="small">${
              rate === null
                ? html`<span class="quiet">nobody yet</span>`
                : html`<strong>${shareInWords(rate)}</strong> <span class="quiet">${countInWords(affected)} users</span>`
            }</span>
          </div>
        </td>
        <td data-label="Beside ${this.split.control}">${against ? this.#beside(against, reach) : html`<span class="quiet small">what the others are held against</span>`}</td>
      </tr>
    `;
  }

  #beside({ ratio, low, high, finding }: NonNullable<ComparedVariant['against']>, reach: number) {
    const from = low > 0 ? placeOf(low, reach) : 0;
    const to = high === null ? 1 : placeOf(high, reach);
    return html`
      <div class="picture ${finding}">
        <span class="scale ratio" aria-hidden="true">
          <span class="whisker" style="--from: ${from}; --to: ${to}"></span>
          ${ratio === null || ratio === 0 ? nothing : html`<span class="dot" style="--at: ${placeOf(ratio, reach)}"></span>`}
        </span>
        <span class="small"><strong>${ratioInShort(ratio)}</strong> <span class="finding">${found[finding]}</span></span>
      </div>
    `;
  }

  static override styles = [
    base,
    scale,
    css`
      :host { display: grid; gap: var(--sy-space-4); min-width: 0; }
      table { width: 100%; border-collapse: collapse; }
      th, td { text-align: start; padding: var(--sy-space-2) var(--sy-space-3) var(--sy-space-2) 0; vertical-align: middle; border-bottom: 1px solid var(--sy-line); font-weight: 450; }
      thead th { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); overflow-wrap: anywhere; }
      th[scope='row'] { overflow-wrap: anywhere; }
      td:nth-child(3), td:nth-child(4) { width: 36%; }
      td:last-child, th:last-child { padding-inline-end: 0; }
      .picture { --arm: var(--sy-action); display: grid; gap: 0.15rem; min-width: 0; }
      .ratio::before { content: ''; position: absolute; inset-block: 0; left: 50%; border-inline-start: 1px dashed var(--sy-line-strong); }
      .picture.open { --arm: var(--sy-line-strong); }
      .picture.more .finding, .picture.fewer .finding { font-weight: 650; color: var(--sy-action); }
      .finding { color: var(--sy-ink-quiet); }
      .words { display: grid; gap: var(--sy-space-1); }
      @media (max-width: 640px) {
        thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
        table, tbody, tr { display: block; }
        tr { padding-block: var(--sy-space-3); border-bottom: 1px solid var(--sy-line); }
        th[scope='row'], td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: var(--sy-space-2); align-items: center; border: 0; padding: var(--sy-space-1) 0; width: auto; }
        th[scope='row'] { display: flex; }
        td:nth-child(3), td:nth-child(4) { width: auto; }
        td::before { content: attr(data-label); font-size: var(--sy-text-s); color: var(--sy-ink-quiet); overflow-wrap: anywhere; }
      }
    `,
  ];
}

/** `1 in 16` */
const part = (sample: number) => `1 in ${countInWords(1 / sample)}`;

declare global {
  interface HTMLElementTagNameMap {
    'sy-comparison': SyComparison;
  }
}
