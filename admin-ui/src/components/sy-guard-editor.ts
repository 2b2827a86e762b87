import type { Problem } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Guard } from '../guard-types.ts';
import { durationUnits, unitOf } from '../model/durations.ts';
import {
  type GuardMode,
  modeHints,
  modeNames,
  modeOf,
  ownMetric,
  usualErrors,
  usualGuard,
  usualLatency,
} from '../model/guard.ts';
import { problemsAt } from '../model/problems.ts';
import { numberTypedIn, typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-metric-editor.ts';

/**
 * How what rolls out is judged.
 *
 * @fires guard-change - `detail` is the new guard; null for none.
 */
@customElement('sy-guard-editor')
export class SyGuardEditor extends LitElement {
  @property({ attribute: false }) guard: Guard | null = null;
  /** Paths begin below `guard`. */
  @property({ attribute: false }) problems: readonly Problem[] = [];
  /** Own metrics may be the usual ones, for now. */
  @state() private isOwn = false;

  protected override render() {
    const { guard } = this;
    const mode = guard !== null && this.isOwn ? 'own' : modeOf(guard);
    return html`
      <div class="field mode">
        <label for="mode">What decides</label>
        <select id="mode" class="input" aria-describedby="mode-hint" @change=${(event: Event) => this.#choose(typedIn(event) as GuardMode)}>
          ${Object.entries(modeNames).map(([each, name]) => html`<option value=${each} ?selected=${each === mode}>${name}</option>`)}
        </select>
        <p class="hint" id="mode-hint">${modeHints[mode]}</p>
      </div>
      ${guard === null ? nothing : html`${mode === 'own' ? this.#metrics(guard) : nothing}${this.#numbers(guard)}`}
    `;
  }

  #metrics({ metrics }: Guard) {
    const add = (label: string, metric: Guard['metrics'][number]) =>
      html`<button type="button" class="button small" @click=${() => this.#edit({ metrics: [...metrics, metric] })}><wa-icon name="plus"></wa-icon>${label}</button>`;
    const has = (key: string) => metrics.some((each) => each.key === key);
    return html`
      <div class="metrics">
        ${metrics.map(
          (metric, at) => html`
            <sy-metric-editor .metric=${metric} .metrics=${metrics} .problems=${this.#below('metrics', String(at))} number=${at + 1}
              @metric-change=${(event: CustomEvent<typeof metric>) => this.#edit({ metrics: metrics.with(at, event.detail) })}
              @remove-request=${() => this.#edit({ metrics: metrics.filter((_, index) => index !== at) })}></sy-metric-editor>
          `,
        )}
        ${this.#problem(this.problems.filter(({ path }) => path.length === 1 && path[0] === 'metrics').map(({ message }) => message))}
        <div class="row">
          ${has('errors') ? nothing : add('Errors of requests', usualErrors)}
          ${has('latency') ? nothing : add('Latency of requests', usualLatency)}
          ${add('Own metric', ownMetric)}
        </div>
      </div>
    `;
  }

  #numbers({ alpha, minimumUsers, maximumMs, tooFewUsers }: Guard) {
    const unit = unitOf(maximumMs ?? 0);
    const releases = Math.round(100 / alpha) / 100;
    return html`
      <div class="fields">
        <div class="field">
          <label for="alpha">Taken back by mistake</label>
          <span class="affixed">1 in <input id="alpha" class="input number" inputmode="numeric" autocomplete="off" aria-describedby="alpha-hint" aria-label="Taken back by mistake: one in so many harmless releases"
            .value=${String(releases)} @change=${(event: Event) => this.#number(event, releases, (one) => ({ alpha: 1 / Math.max(one, 1) }))} /> releases</span>
          <p class="hint" id="alpha-hint">At most so many harmless releases. Fewer mistakes need more evidence: bad ones are found later.</p>
          ${this.#problem(problemsAt(this.problems, 'alpha'))}
        </div>
        <div class="field">
          <label for="minimumUsers">Users each stage waits for</label>
          <span class="affixed"><input id="minimumUsers" class="input number" type="number" min="1" step="1" aria-describedby="users-hint"
            .value=${String(minimumUsers)} @change=${(event: Event) => this.#number(event, minimumUsers, (users) => ({ minimumUsers: users }))} /> users</span>
          <p class="hint" id="users-hint">A stage with a percentage goes on once so many users have had the release.</p>
          ${this.#problem(problemsAt(this.problems, 'minimumUsers'))}
        </div>
        <div class="field">
          <label for="maximum">Waits for them at most</label>
          <span class="affixed">
            <input id="maximum" class="input number" inputmode="decimal" autocomplete="off" placeholder="for ever" aria-describedby="maximum-hint"
              .value=${maximumMs === null ? '' : String(maximumMs / unit.ms)} @change=${(event: Event) => this.#wait(event, maximumMs, unit.ms)} />
            <select class="input unit" aria-label="Unit of the longest time" ?disabled=${maximumMs === null}
              @change=${(event: Event) => this.#edit({ maximumMs: ((maximumMs ?? 0) / unit.ms) * Number(typedIn(event)) })}>
              ${durationUnits.map(({ name, ms }) => html`<option value=${ms} ?selected=${ms === unit.ms}>${name}</option>`)}
            </select>
          </span>
          <p class="hint" id="maximum-hint">In each stage. Empty: for ever.</p>
          ${this.#problem(problemsAt(this.problems, 'maximumMs'))}
        </div>
        <div class="field">
          <label for="tooFewUsers">If too few came by then</label>
          <select id="tooFewUsers" class="input" ?disabled=${maximumMs === null} @change=${(event: Event) => this.#edit({ tooFewUsers: typedIn(event) as Guard['tooFewUsers'] })}>
            ${Object.entries(tooFewNames).map(([each, name]) => html`<option value=${each} ?selected=${each === tooFewUsers}>${name}</option>`)}
          </select>
          ${this.#problem(problemsAt(this.problems, 'tooFewUsers'))}
        </div>
      </div>
    `;
  }

  #problem(messages: readonly string[]) {
    return messages.length === 0
      ? nothing
      : html`<p class="problem" role="alert">${messages.join(' ')}</p>`;
  }

  #below(...parts: readonly string[]): readonly Problem[] {
    return this.problems
      .filter(
        ({ path }) => path.length > parts.length && parts.every((part, at) => path[at] === part),
      )
      .map(({ path, message }) => ({ path: path.slice(parts.length), message }));
  }

  #choose(mode: GuardMode) {
    this.isOwn = mode === 'own';
    if (mode === 'none') this.#tell(null);
    else {
      const kept = this.guard ?? usualGuard;
      this.#tell(mode === 'usual' ? { ...kept, metrics: usualGuard.metrics } : kept);
    }
  }

  #wait(event: Event, before: number | null, unitMs: number) {
    if (typedIn(event).trim() === '') return this.#edit({ maximumMs: null });
    this.#number(event, (before ?? 0) / unitMs, (amount) => ({
      maximumMs: Math.round(amount * unitMs),
    }));
  }

  #number(event: Event, before: number, part: (typed: number) => Partial<Guard>) {
    const typed = numberTypedIn(event, before);
    if (typed !== undefined) this.#edit(part(typed));
  }

  #edit(part: Partial<Guard>) {
    this.isOwn ||= modeOf(this.guard) === 'own';
    this.#tell({ ...(this.guard ?? usualGuard), ...part });
  }

  #tell(detail: Guard | null) {
    this.dispatchEvent(new CustomEvent<Guard | null>('guard-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); min-width: 0; }
      .mode { max-width: 32rem; }
      .metrics { display: grid; gap: var(--sy-space-4); min-width: 0; }
      .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: var(--sy-space-4) var(--sy-space-5); align-items: start; }
      .affixed { display: inline-flex; align-items: center; gap: var(--sy-space-2); white-space: nowrap; }
      .number { width: 5.5rem; text-align: end; }
      .unit { width: 7.5rem; }
    `,
  ];
}

const tooFewNames: Readonly<Record<Guard['tooFewUsers'], string>> = {
  hold: 'Wait until somebody decides',
  advance: 'Go on all the same',
  'roll back': 'Take it back',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-guard-editor': SyGuardEditor;
  }
}
