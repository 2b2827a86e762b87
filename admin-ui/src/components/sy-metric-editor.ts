import type { Problem } from '@switchyard/core';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Metric, MetricKind } from '../guard-types.ts';
import { isAboutUsers, isPerRequest, kindHints, kindNames, withField } from '../model/guard.ts';
import { problemsAt } from '../model/problems.ts';
import { numberTypedIn, typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * One metric of a guard: what is counted, and what is worse.
 *
 * @fires metric-change - `detail` is the new metric.
 * @fires remove-request
 */
@customElement('sy-metric-editor')
export class SyMetricEditor extends LitElement {
  @property({ attribute: false }) metric!: Metric;
  /** All of the guard: a weight is relative to the others'. */
  @property({ attribute: false }) metrics: readonly Metric[] = [];
  /** Paths begin with the field. */
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ type: Number }) number = 1;

  protected override render() {
    const { key, kind, event = '', per = '', worse, weight, tolerated, says = '' } = this.metric;
    const all = this.metrics.reduce((sum, each) => sum + each.weight, 0);
    const part = all > 0 && weight > 0 ? Math.round((weight / all) * 100) : 0;
    return html`
      <fieldset aria-label="Metric ${this.number}">
        <button type="button" class="button plain icon small" aria-label="Remove metric ${key || this.number}"
          @click=${() => this.dispatchEvent(new CustomEvent('remove-request'))}><wa-icon name="xmark"></wa-icon></button>
        <div class="fields">
          ${this.#field('key', 'Name', html`<input id="key" class="input" autocomplete="off" maxlength="200" placeholder="checkouts" .value=${key} @change=${this.#text('key')} />`)}
          ${this.#field(
            'kind',
            'It counts',
            html`<select id="kind" class="input" @change=${(change: Event) => this.#edit({ kind: typedIn(change) as MetricKind })}>
              ${Object.entries(kindNames).map(([each, name]) => html`<option value=${each} ?selected=${each === kind}>${name}</option>`)}
            </select>`,
            kindHints[kind],
          )}
          ${this.#field('event', 'Event that applications track', html`<input id="event" class="input mono" autocomplete="off" spellcheck="false" maxlength="200" placeholder=${key || 'checkout.failed'} .value=${event} @change=${this.#text('event')} />`, event === '' ? 'Empty: the same as its name.' : '')}
          ${isPerRequest(kind) ? this.#field('per', 'As a part of', html`<input id="per" class="input mono" autocomplete="off" spellcheck="false" maxlength="200" placeholder="request" .value=${per} @change=${this.#text('per')} />`, 'Another event. Empty: requests.') : nothing}
          ${this.#field(
            'worse',
            'What is worse',
            html`<select id="worse" class="input" @change=${(change: Event) => this.#edit({ worse: typedIn(change) as Metric['worse'] })}>
              <option value="more" ?selected=${worse === 'more'}>more of it, such as errors</option>
              <option value="fewer" ?selected=${worse === 'fewer'}>less of it, such as orders</option>
            </select>`,
          )}
          ${this.#field('weight', 'Weight', html`<input id="weight" class="input number" inputmode="decimal" autocomplete="off" .value=${String(weight)} @change=${this.#number('weight', 1)} />`, `${part} % of the evidence. Choose before you look at counts.`)}
          ${this.#field('tolerated', 'Harmless up to', html`<span class="affixed"><input id="tolerated" class="input number" inputmode="decimal" autocomplete="off" .value=${String(Math.round(tolerated * 1e6) / 1e4)} @change=${this.#number('tolerated', 100)} /> % worse</span>`, 'What gets worse by less is not held against a release.')}
          ${isAboutUsers(kind) ? this.#field('says', 'In words', html`<input id="says" class="input" autocomplete="off" maxlength="200" placeholder="had a failed checkout" .value=${says} @change=${this.#text('says')} />`, 'As in “41 of 212 canary users …”.') : nothing}
        </div>
      </fieldset>
    `;
  }

  #field(name: keyof Metric, label: string, input: TemplateResult, hint = '') {
    const problems = problemsAt(this.problems, name);
    return html`
      <div class="field">
        <label for=${name}>${label}</label>
        ${input}
        ${hint ? html`<p class="hint">${hint}</p>` : nothing}
        ${problems.length === 0 ? nothing : html`<p class="problem" role="alert">${problems.join(' ')}</p>`}
      </div>
    `;
  }

  #text(name: 'key' | 'event' | 'per' | 'says') {
    return (event: Event) => this.#edit({ [name]: typedIn(event).trim() });
  }

  #number(name: 'weight' | 'tolerated', unit: number) {
    return (event: Event) => {
      const typed = numberTypedIn(event, this.metric[name] * unit);
      if (typed !== undefined) this.#edit({ [name]: typed / unit });
    };
  }

  #edit(part: Partial<Metric>) {
    const detail = withField(this.metric, part);
    this.dispatchEvent(new CustomEvent<Metric>('metric-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { position: relative; padding: var(--sy-space-4); border: 1px solid var(--sy-line); border-radius: var(--sy-radius); min-width: 0; }
      fieldset > .button { position: absolute; top: var(--sy-space-1); inset-inline-end: var(--sy-space-1); z-index: 1; }
      .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); gap: var(--sy-space-3) var(--sy-space-5); align-items: start; padding-inline-end: var(--sy-space-5); }
      .affixed { display: inline-flex; align-items: center; gap: var(--sy-space-2); white-space: nowrap; }
      .number { width: 5.5rem; text-align: end; }
      .problem { overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-metric-editor': SyMetricEditor;
  }
}
