import type { Problem } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  type Audience,
  lengthInWords,
  type Plan,
  type Stage,
  sensiblePlan,
} from '../model/canary-plan.ts';
import { durationUnits, unitOf } from '../model/durations.ts';
import { parsePercent } from '../model/percent.ts';
import { problemsAt } from '../model/problems.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * The stages of a canary plan, from the first few to everybody.
 *
 * @fires plan-change - `detail` is the new plan.
 */
@customElement('sy-plan-editor')
export class SyPlanEditor extends LitElement {
  @property({ attribute: false }) plan: Plan = [];
  /** Keys of cohorts, to choose from. */
  @property({ attribute: false }) cohorts: readonly string[] = [];
  /** Paths begin with the number of the stage, from 0. */
  @property({ attribute: false }) problems: readonly Problem[] = [];

  protected override render() {
    return html`
      <ol>
        ${this.plan.map(this.#stage)}
        <li class="end"><span class="stop" aria-hidden="true"></span><p>Everybody</p></li>
      </ol>
      <datalist id="cohorts">${this.cohorts.map((each) => html`<option value=${each}></option>`)}</datalist>
      <div class="row">
        <button type="button" class="button small" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add stage</button>
        ${
          this.plan.length === 0
            ? html`<button type="button" class="button small" @click=${() => this.#change(sensiblePlan)}>Use a sensible plan</button>`
            : html`<button type="button" class="button small" @click=${() => this.#change([])}>Remove all</button>`
        }
        <span class="quiet small" role="status">${lengthInWords(this.plan)}</span>
      </div>
    `;
  }

  readonly #stage = (stage: Stage, at: number) => {
    const number = at + 1;
    const problems = problemsAt(this.problems, String(at));
    return html`
      <li>
        <span class="stop" aria-hidden="true">${number}</span>
        <div class="fields" role="group" aria-label="Stage ${number}">
          <select class="input kind" aria-label="Who has it from stage ${number} on" @change=${(event: Event) => this.#give(at, audiences[typedIn(event) as Kind])}>
            ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === stage.audience.kind}>${kindNames[kind]}</option>`)}
          </select>
          ${this.#who(stage, at)}
          ${this.#time(stage, at)}
        </div>
        <div class="acts">
          ${this.#act(`Move stage ${number} up`, 'arrow-up', at === 0, () => this.#move(at, at - 1))}
          ${this.#act(`Move stage ${number} down`, 'arrow-down', at === this.plan.length - 1, () => this.#move(at, at + 1))}
          ${this.#act(`Remove stage ${number}`, 'xmark', false, () => this.#change(this.plan.filter((_, index) => index !== at)))}
        </div>
        ${problems.length === 0 ? nothing : html`<p class="problem" role="alert">${problems.join(' ')}</p>`}
      </li>
    `;
  };

  #who({ audience }: Stage, at: number) {
    if (audience.kind === 'internal') return nothing;
    if (audience.kind === 'cohort') {
      return html`<input class="input cohort mono" aria-label="Cohort of stage ${at + 1}" list="cohorts" placeholder="key" autocomplete="off" spellcheck="false"
        .value=${audience.cohort} @change=${(event: Event) => this.#give(at, { kind: 'cohort', cohort: typedIn(event).trim() })} />`;
    }
    return html`
      <label class="affixed">
        <input class="input number" inputmode="decimal" autocomplete="off" aria-label="Percentage of stage ${at + 1}"
          .value=${String(audience.thousandths / 1000)} @change=${(event: Event) => this.#givePercentage(at, event)} />
        <span aria-hidden="true">%</span>
      </label>
    `;
  }

  #time({ minimumMs }: Stage, at: number) {
    const unit = unitOf(minimumMs);
    return html`
      <span class="quiet">for at least</span>
      <span class="affixed">
        <input class="input number" inputmode="decimal" autocomplete="off" aria-label="Shortest time of stage ${at + 1}"
          .value=${String(minimumMs / unit.ms)} @change=${(event: Event) => this.#last(at, event, unit.ms)} />
        <select class="input unit" aria-label="Unit of the time of stage ${at + 1}"
          @change=${(event: Event) => this.#replace(at, { minimumMs: (minimumMs / unit.ms) * Number(typedIn(event)) })}>
          ${durationUnits.map(({ name, ms }) => html`<option value=${ms} ?selected=${ms === unit.ms}>${name}</option>`)}
        </select>
      </span>
    `;
  }

  #act(label: string, icon: string, isDisabled: boolean, act: () => void) {
    return html`
      <button type="button" class="button plain icon small" aria-label=${label} ?disabled=${isDisabled} @click=${act}>
        <wa-icon name=${icon}></wa-icon>
      </button>
    `;
  }

  #givePercentage(at: number, event: Event) {
    const input = event.target as HTMLInputElement;
    const thousandths = parsePercent(input.value);
    if (thousandths !== undefined) this.#give(at, { kind: 'percentage', thousandths });
    else
      this.#restore(input, at, ({ audience }) =>
        'thousandths' in audience ? audience.thousandths / 1000 : '',
      );
  }

  #last(at: number, event: Event, unitMs: number) {
    const input = event.target as HTMLInputElement;
    const amount = Number(input.value.trim().replace(',', '.') || Number.NaN);
    if (amount >= 0 && Number.isFinite(amount))
      this.#replace(at, { minimumMs: Math.round(amount * unitMs) });
    else this.#restore(input, at, ({ minimumMs }) => minimumMs / unitMs);
  }

  #restore(input: HTMLInputElement, at: number, shown: (stage: Stage) => unknown) {
    const stage = this.plan[at];
    if (stage) input.value = String(shown(stage));
  }

  #add() {
    const added: Stage = { audience: this.#nextAudience(), minimumMs: 120_000 };
    this.#change([...this.plan, added]);
  }

  /** The first that the plan does not have yet. */
  #nextAudience(): Audience {
    const wider = sensiblePlan
      .map(({ audience }) => audience)
      .find((audience) => this.#isNew(audience));
    return wider ?? audiences.percentage;
  }

  #isNew(audience: Audience): boolean {
    if (audience.kind === 'cohort') return false;
    const had = this.plan.map((stage) => stage.audience);
    if (audience.kind === 'internal')
      return had.every(({ kind }) => kind !== 'internal' && kind !== 'percentage');
    return had.every(
      (each) => each.kind !== 'percentage' || each.thousandths < audience.thousandths,
    );
  }

  #give(at: number, audience: Audience) {
    this.#replace(at, { audience });
  }

  #replace(at: number, part: Partial<Stage>) {
    this.#change(this.plan.map((stage, index) => (index === at ? { ...stage, ...part } : stage)));
  }

  #move(from: number, to: number) {
    const stage = this.plan[from];
    if (stage) this.#change(this.plan.toSpliced(from, 1).toSpliced(to, 0, stage));
  }

  #change(detail: Plan) {
    this.dispatchEvent(new CustomEvent<Plan>('plan-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      ol { display: grid; }
      li { position: relative; display: grid; grid-template-columns: 1.6rem minmax(0, 1fr) auto; gap: 0 var(--sy-space-3); align-items: start; padding-block: var(--sy-space-2); }
      li:not(.end)::before { content: ''; position: absolute; left: calc(0.8rem - 1px); top: 1.5rem; bottom: -1.2rem; width: 2px; background: var(--sy-line-strong); }
      .stop {
        position: relative; display: grid; place-items: center; width: 1.6rem; height: 1.6rem; margin-top: 0.32rem; border-radius: 50%; font-size: var(--sy-text-s); font-weight: 650;
        background: var(--sy-surface); border: 2px solid var(--sy-line-strong);
      }
      .end .stop { background: var(--sy-on); border-color: var(--sy-on); margin-top: 0; }
      .end p { font-weight: 550; }
      .fields { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: center; }
      .kind { flex: 0 1 10.5rem; }
      .cohort { flex: 0 1 11rem; width: auto; }
      .affixed { display: inline-flex; align-items: center; gap: var(--sy-space-1); }
      .number { width: 4.5rem; text-align: end; }
      .unit { width: 7.5rem; }
      .acts { display: flex; }
      .problem { grid-column: 2 / -1; padding-top: var(--sy-space-1); }
      @media (max-width: 640px) {
        .kind, .cohort { flex: 1 1 100%; }
        .acts { grid-column: 2; }
      }
    `,
  ];
}

type Kind = Audience['kind'];
const audiences: Readonly<Record<Kind, Audience>> = {
  internal: { kind: 'internal' },
  cohort: { kind: 'cohort', cohort: 'bleeding-edge' },
  percentage: { kind: 'percentage', thousandths: 5_000 },
};
const kinds = Object.keys(audiences) as readonly Kind[];
const kindNames: Readonly<Record<Kind, string>> = {
  internal: 'internal users',
  cohort: 'a cohort',
  percentage: 'a percentage',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-plan-editor': SyPlanEditor;
  }
}
