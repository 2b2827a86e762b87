import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  leapt,
  marks,
  parsePercent,
  percent,
  percentageAt,
  positionOf,
  sliderEnd,
  stepped,
} from '../model/percent.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * A percentage: a slider on which small percentages have as much room as large ones, and an exact input.
 *
 * @fires percentage-change - While it is moved; `detail` is thousandths of a percent.
 * @fires percentage-rest - When it was let go, or typed; `detail` is the same.
 */
@customElement('sy-percentage-slider')
export class SyPercentageSlider extends LitElement {
  @property() label = 'Percentage';
  @property({ type: Number }) thousandths = 0;
  @property({ type: Boolean }) disabled = false;
  /** Whether the percentage decides anything now. */
  @property({ type: Boolean, reflect: true }) idle = false;
  @state() private problem = '';

  protected override render() {
    const position = positionOf(this.thousandths);
    return html`
      <div class="slider">
        <input
          class="range" type="range" min="0" max=${sliderEnd} step="any" aria-label=${this.label}
          aria-valuetext=${percent(this.thousandths)} style="--at: ${position / sliderEnd}"
          .value=${String(position)} ?disabled=${this.disabled}
          @input=${this.#slide} @change=${this.#rest} @keydown=${this.#onKey} @keyup=${this.#onKeyUp}
        />
        <div class="marks">
          ${marks.map(
            (mark, at) => html`
              <button type="button" tabindex="-1" aria-hidden="true" style="--at: ${at / sliderEnd}" ?disabled=${this.disabled}
                class=${mark <= this.thousandths ? 'passed' : ''} @click=${() => this.#jump(mark)}>${mark / 1000}</button>
            `,
          )}
        </div>
      </div>
      <div class="exact">
        <label>
          <span class="visually-hidden">${this.label}, exact, in percent</span>
          <input
            class="input number" inputmode="decimal" autocomplete="off" .value=${String(this.thousandths / 1000)}
            aria-invalid=${this.problem !== ''} ?disabled=${this.disabled} @change=${this.#type}
          />
        </label>
        <span aria-hidden="true">%</span>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
    `;
  }

  #slide(event: Event) {
    this.#move(percentageAt((event.target as HTMLInputElement).valueAsNumber));
  }

  #rest() {
    this.#tell('percentage-rest');
  }

  #onKey(event: KeyboardEvent) {
    const to = keys[event.key]?.(this.thousandths);
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to);
  }

  #onKeyUp(event: KeyboardEvent) {
    if (keys[event.key] !== undefined) this.#rest();
  }

  #jump(mark: number) {
    this.#move(mark);
    this.#rest();
  }

  #type(event: Event) {
    const input = event.target as HTMLInputElement;
    const typed = parsePercent(input.value);
    this.problem = typed === undefined ? 'From 0 to 100, with at most three decimals.' : '';
    if (typed !== undefined) this.#jump(typed);
  }

  #move(thousandths: number) {
    if (thousandths === this.thousandths) return;
    this.problem = '';
    this.thousandths = thousandths;
    this.#tell('percentage-change');
  }

  #tell(name: 'percentage-change' | 'percentage-rest') {
    this.dispatchEvent(new CustomEvent(name, { detail: this.thousandths }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--sy-space-2) var(--sy-space-5); align-items: start; --thumb: 1.5rem; }
      .exact { display: flex; align-items: center; gap: var(--sy-space-1); font-weight: 600; }
      .exact .input { width: 6.2rem; text-align: end; font-size: var(--sy-text-l); font-weight: 650; }
      .problem { grid-column: 1 / -1; }
      .range {
        appearance: none; display: block; width: 100%; height: 2.25rem; margin: 0; background: none; cursor: pointer; touch-action: pan-y;
        --filled: calc(var(--thumb) / 2 + var(--at) * (100% - var(--thumb)));
      }
      .range:disabled { cursor: not-allowed; }
      .range:focus-visible { outline: none; }
      .range::-webkit-slider-runnable-track {
        height: 6px; border-radius: 3px;
        background: linear-gradient(90deg, var(--track) var(--filled), var(--sy-line) var(--filled));
      }
      .range::-moz-range-track { height: 6px; border-radius: 3px; background: linear-gradient(90deg, var(--track) var(--filled), var(--sy-line) var(--filled)); }
      :host { --track: var(--sy-conditional); }
      :host([idle]) { --track: var(--sy-line-strong); }
      .range::-webkit-slider-thumb {
        appearance: none; width: var(--thumb); height: var(--thumb); margin-top: calc(3px - var(--thumb) / 2);
        border-radius: 50%; background: var(--sy-raised); border: 5px solid var(--track); box-shadow: var(--sy-shadow), 0 0 0 1px var(--sy-line);
      }
      .range::-moz-range-thumb {
        box-sizing: border-box; width: var(--thumb); height: var(--thumb);
        border-radius: 50%; background: var(--sy-raised); border: 5px solid var(--track);
      }
      .range:focus-visible::-webkit-slider-thumb { outline: 3px solid var(--sy-focus); outline-offset: 1px; }
      .range:focus-visible::-moz-range-thumb { outline: 3px solid var(--sy-focus); outline-offset: 1px; }
      .marks { position: relative; height: 1.5rem; margin-inline: calc(var(--thumb) / 2); }
      .marks button {
        position: absolute; left: calc(var(--at) * 100%); transform: translateX(-50%); padding: 0.1rem 0.3rem;
        border: 0; background: none; font-size: var(--sy-text-s); color: var(--sy-ink-quiet); cursor: pointer; border-radius: var(--sy-radius-s);
      }
      .marks button::before { content: ''; position: absolute; left: 50%; top: -0.45rem; width: 1px; height: 0.35rem; background: var(--sy-line-strong); }
      .marks button:hover:not(:disabled) { color: var(--sy-action); background: var(--sy-action-wash); }
      .marks .passed { color: var(--sy-ink); font-weight: 600; }
      @media (max-width: 520px) {
        :host { grid-template-columns: minmax(0, 1fr); }
        .exact { order: -1; justify-content: flex-end; }
      }
    `,
  ];
}

const keys: Readonly<Record<string, (thousandths: number) => number>> = {
  ArrowRight: (at) => stepped(at, 1),
  ArrowUp: (at) => stepped(at, 1),
  ArrowLeft: (at) => stepped(at, -1),
  ArrowDown: (at) => stepped(at, -1),
  PageUp: (at) => leapt(at, 1),
  PageDown: (at) => leapt(at, -1),
  Home: () => 0,
  End: () => marks.at(-1) ?? 0,
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-percentage-slider': SyPercentageSlider;
  }
}
