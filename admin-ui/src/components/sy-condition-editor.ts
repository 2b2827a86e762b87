import { type Condition, type ConditionType, conditionTypes, type Field } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { fieldInputs, type Known, labelOf } from './field-inputs.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Edits one condition of any type. It knows field kinds, never condition types.
 *
 * @fires condition-change - `detail` is the edited condition. It may be unfinished.
 * @fires condition-remove
 */
@customElement('sy-condition-editor')
export class SyConditionEditor extends LitElement {
  @property({ attribute: false }) condition!: Condition;
  @property({ attribute: false }) known: Known = { attributes: [], segments: [], cohorts: [] };

  /** How the sentence begins: "a user who". */
  @property() lead = '';
  /** The optional field that was asked for and has nothing in it yet. */
  @state() private asked = '';

  protected override render() {
    const type = typeOf(this.condition);
    return html`
      <div class="condition">
        <span class="lead">${this.lead}</span>
        <div class="type">
          <button type="button" class="not" aria-pressed=${this.condition.not === true} @click=${this.#negate}
            title="Ask for the opposite">not</button>
          <select class="input" aria-label="Condition" @change=${this.#changeType}>
            ${type ? nothing : html`<option selected>${this.condition.type}</option>`}
            ${conditionTypes.map(
              (each) =>
                html`<option value=${each.type} ?selected=${each.type === type?.type}>${each.label}</option>`,
            )}
          </select>
        </div>
        ${type ? Object.entries(type.fields).map(([name, field]) => this.#field(name, field)) : this.#unknown()}
        <button type="button" class="button plain icon small remove" aria-label="Remove condition"
          @click=${() => this.dispatchEvent(new CustomEvent('condition-remove'))}>
          <wa-icon name="xmark"></wa-icon>
        </button>
      </div>
    `;
  }

  /** What may be left out, and is, takes no room until it is asked for. */
  #field(name: string, field: Field) {
    const value = (this.condition as unknown as Values)[name];
    const isAway = field.optional && value === undefined && field.kind !== 'flag';
    if (isAway && this.asked !== name) {
      return html`
        <button type="button" class="button plain small away" aria-label="Add ${labelOf(name, field)}" @click=${() => this.#ask(name)}>
          <wa-icon name="plus"></wa-icon>${labelOf(name, field)}
        </button>
      `;
    }
    const input = fieldInputs[field.kind as keyof typeof fieldInputs];
    const isWrong = value !== undefined && !field.accepts(value);
    return html`
      <div class="slot">
        ${input({ id: `field-${name}`, label: labelOf(name, field), field, value, known: this.known, change: (to) => this.#set(name, to) })}
        ${isWrong ? html`<p class="problem">Must be ${field.expects}.</p>` : nothing}
      </div>
    `;
  }

  async #ask(name: string) {
    this.asked = name;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#field-${name}`)?.focus();
  }

  #unknown() {
    return html`<p class="problem">This version of the page does not know the condition type. It is kept as it is.</p>`;
  }

  #set(name: string, value: unknown) {
    const { [name]: _, ...others } = this.condition as unknown as Values;
    this.#change(value === undefined ? others : { ...others, [name]: value });
  }

  #negate() {
    this.#set('not', this.condition.not === true ? undefined : true);
  }

  /** Fields of the old type that the new one has too are kept. */
  #changeType(event: Event) {
    const type = conditionTypes.find((each) => each.type === typedIn(event));
    if (type === undefined) return;
    const now = this.condition as unknown as Values;
    const fields: [string, Field][] = Object.entries(type.fields);
    const kept = fields.flatMap(([name, field]) => {
      const value = field.accepts(now[name]) ? now[name] : firstOf(field);
      return value === undefined ? [] : [[name, value]];
    });
    this.#change({
      type: type.type,
      ...(now.not === true && { not: true }),
      ...Object.fromEntries(kept),
    });
  }

  #change(detail: object) {
    this.dispatchEvent(new CustomEvent('condition-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      .condition { position: relative; display: flex; flex-wrap: wrap; gap: var(--sy-space-2) var(--sy-space-3); align-items: end; padding-inline-end: 2.2rem; }
      .lead { line-height: 2.25rem; min-width: 4.8rem; color: var(--sy-ink-quiet); }
      .type { display: flex; gap: var(--sy-space-2); flex: 0 1 15.5rem; min-width: min(100%, 12rem); }
      .slot { flex: 0 1 auto; min-width: 0; }
      .slot:has(.wide) { flex: 1 1 13rem; }
      .slot .input { max-width: 100%; }
      .number { width: 6rem; }
      .attribute { width: 9rem; }
      .affixed { display: inline-flex; align-items: center; gap: var(--sy-space-2); }
      .away { margin-block-end: 0.17rem; padding-inline: 0.4rem; }
      .flag { min-height: 2.25rem; }
      .not {
        min-height: 2.25rem; padding: 0 0.55rem; cursor: pointer; border: 1px solid var(--sy-line); border-radius: var(--sy-radius);
        background: transparent; color: var(--sy-ink-quiet); font-size: var(--sy-text-s); font-weight: 600;
      }
      .not:hover { border-color: var(--sy-action); color: var(--sy-action); }
      .not[aria-pressed='true'] { background: var(--sy-danger-wash); border-color: var(--sy-danger); color: var(--sy-danger-ink); }
      .remove { position: absolute; top: 0.17rem; right: 0; }
      .condition:has(.field) .remove { top: 1.69rem; }
      @media (max-width: 640px) {
        .lead { flex-basis: 100%; line-height: inherit; }
        .condition { padding-inline-end: 0; }
        .condition:has(.lead) .remove { top: -0.4rem; }
      }
    `,
  ];
}

const typeOf = ({ type }: Condition) =>
  conditionTypes.find((each) => each.type === type) as ConditionType | undefined;

/** What a field starts with where there is something sensible. */
function firstOf(field: Field): unknown {
  if (field.optional) return undefined;
  if (field.kind === 'choice') return field.options?.[0];
  return field.kind === 'percentage' ? 0 : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-condition-editor': SyConditionEditor;
  }
}
