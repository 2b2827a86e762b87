import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ArmRate, Measured, View } from '../guard-types.ts';
import { armInWords, rateInWords, ratioInWords, viewInWords } from '../model/evidence.ts';
import { base } from '../styles/base.ts';
import { scale } from '../styles/scale.ts';

const arms = ['canary', 'control'] as const;
const names = { canary: 'Canary', control: 'Others' };

/** One metric in both arms: a dot for each rate, with whiskers as far as it may reach, and the numbers. */
@customElement('sy-arms')
export class SyArms extends LitElement {
  @property({ attribute: false }) views: readonly View[] = [];
  @property({ attribute: false }) metric: Measured | undefined;

  protected override render() {
    return this.views.map((view) => this.#view(view));
  }

  #view(view: View) {
    const most = Math.max(...arms.map((arm) => view[arm].high ?? view[arm].rate ?? 0), 1e-12);
    const least = view.view === 'typical' || view.view === 'mean' ? this.#leastOf(view) : 0;
    const room = (most - least) * 0.04;
    const place = (value: number) => (value - least + room) / (most - least + 2 * room || 1);
    const isWorse = view.lowerBound > 1;
    return html`
      <section aria-label=${viewInWords(view, this.metric)}>
        <h4>${viewInWords(view, this.metric)} <span class="ratio ${isWorse ? 'worse' : ''}">${ratioInWords(view)}</span></h4>
        <dl>${arms.map((arm) => this.#arm(view, arm, place))}</dl>
      </section>
    `;
  }

  /** Where no rate reaches down to nothing, the picture begins a little below. */
  #leastOf(view: View) {
    const lows = arms.flatMap((arm) => view[arm].low ?? view[arm].rate ?? []);
    const least = Math.max(Math.min(...lows), 0);
    return Number.isFinite(least) ? least * 0.9 : 0;
  }

  #arm(view: View, arm: (typeof arms)[number], place: (value: number) => number) {
    const rate = view[arm];
    const { low, high } = rate;
    return html`
      <dt>${names[arm]}</dt>
      <dd class=${arm}>
        <span class="scale" aria-hidden="true">
          ${low === null || high === null ? nothing : html`<span class="whisker" style="--from: ${place(Math.max(low, 0))}; --to: ${place(high)}"></span>`}
          ${rate.rate === null ? nothing : html`<span class="dot" style="--at: ${place(rate.rate)}"></span>`}
        </span>
        <span class="numbers">${this.#numbers(view, rate)}</span>
      </dd>
    `;
  }

  #numbers({ view }: View, arm: ArmRate) {
    if (arm.rate === null) return html`<span class="quiet">nothing yet</span>`;
    const kind = this.metric?.kind ?? 'users';
    return html`
      <strong>${rateInWords(view, arm.rate, kind)}</strong>
      <span class="quiet">${armInWords(view, arm, kind)}</span>
    `;
  }

  static override styles = [
    base,
    scale,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      section { display: grid; gap: var(--sy-space-2); min-width: 0; }
      h4 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--sy-space-4); font-size: var(--sy-text-s); font-weight: 600; }
      .ratio { font-weight: 450; color: var(--sy-ink-quiet); }
      .ratio.worse { font-weight: 650; color: var(--sy-danger-ink); }
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--sy-space-1) var(--sy-space-3); align-items: center; }
      dt { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      dd { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 22rem); gap: 0 var(--sy-space-4); align-items: center; }
      .canary { --arm: var(--sy-conditional); }
      .control { --arm: var(--sy-line-strong); }
      .numbers { font-size: var(--sy-text-s); }
      @media (max-width: 640px) {
        dl { align-items: start; }
        dd { grid-template-columns: minmax(0, 1fr); }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-arms': SyArms;
  }
}
