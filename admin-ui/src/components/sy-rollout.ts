import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { audienceInWords } from '../model/canary-plan.ts';
import { durationInWords } from '../model/durations.ts';
import { progressOf } from '../model/yard.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { Ticking } from '../ticking.ts';
import type { Rollout } from '../yard-types.ts';

const icons = { advance: 'check', hold: 'hand', 'roll back': 'rollback' };
const names = { advance: 'Goes on', hold: 'Waits', 'roll back': 'Goes back' };

/**
 * How far a release is on its way to everybody, and what is thought of it.
 *
 * @fires abort-request
 */
@customElement('sy-rollout')
export class SyRollout extends LitElement {
  @property({ attribute: false }) rollout!: Rollout;
  @property({ type: Boolean }) held = false;
  @property({ type: Boolean }) abortable = false;

  constructor() {
    super();
    new Ticking(this);
  }

  protected override render() {
    const { release, stage, plan, verdict } = this.rollout;
    const { part, leftMs } = progressOf(this.rollout, Date.now());
    const now = plan[stage];
    const next = plan[stage + 1];
    return html`
      <div class="head">
        <div class="grow">
          <p class="stage">Stage ${stage + 1} of ${plan.length}</p>
          <p class="who">${now ? audienceInWords(now.audience) : ''}</p>
        </div>
        <div class="count" role="timer" aria-label="Time left in this stage">
          <span class="left">${this.held ? 'held' : leftMs > 0 ? clockOf(leftMs) : 'now'}</span>
          <span class="then">then ${next ? audienceInWords(next.audience) : 'everybody'}</span>
        </div>
      </div>
      <div class="bar ${this.held ? 'held' : ''}" role="progressbar" aria-label="Time of this stage" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(part * 100)}
        aria-valuetext=${leftMs > 0 ? `${durationInWords(leftMs)} left` : 'over'}><span style="width: ${part * 100}%"></span></div>
      <div class="foot">
        <p class="verdict ${verdict.verdict.replace(' ', '-')}">
          <wa-icon name=${icons[verdict.verdict]}></wa-icon>
          <span><strong>${this.held && verdict.verdict === 'advance' ? 'Waits until the hold is lifted' : names[verdict.verdict]}.</strong> ${verdict.why}</span>
        </p>
        ${
          this.abortable
            ? html`<button class="button danger-quiet" @click=${() => this.dispatchEvent(new CustomEvent('abort-request'))}>
                <wa-icon name="rollback"></wa-icon>Abort release ${release}</button>`
            : nothing
        }
      </div>
    `;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      .head, .foot { display: flex; flex-wrap: wrap; align-items: end; gap: var(--sy-space-2) var(--sy-space-4); }
      .foot { align-items: center; }
      .stage { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .who { font-size: 1.5rem; font-weight: 680; letter-spacing: -0.015em; line-height: 1.25; overflow-wrap: anywhere; }
      .count { display: grid; justify-items: end; }
      .left { font-size: 1.5rem; font-weight: 680; line-height: 1.25; font-variant-numeric: tabular-nums; }
      .then { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .bar { height: 10px; border-radius: 5px; background: var(--sy-sunken); overflow: hidden; }
      .bar span { display: block; height: 100%; border-radius: 5px; background: var(--sy-conditional); transition: width 1s linear; }
      .bar.held span { background: var(--sy-line-strong); }
      .verdict { display: flex; gap: var(--sy-space-2); flex: 1 1 14rem; min-width: 0; overflow-wrap: anywhere; }
      .verdict wa-icon { margin-top: 0.2rem; flex: none; }
      .advance wa-icon { color: var(--sy-on); }
      .hold wa-icon { color: var(--sy-conditional); }
      .roll-back wa-icon { color: var(--sy-danger); }
    `,
  ];
}

/** "0:42", "12:05", "3:00:10". */
function clockOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (count: number) => String(count).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-rollout': SyRollout;
  }
}
