import { describeRule, type Rule } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Choice, Conflict } from '../yard-types.ts';

type Use = Choice['use'];

/**
 * What somebody else changed too, side by side, and which of the two is to be.
 *
 * @fires rebase-request - `detail` is a `Choice` for every conflict.
 */
@customElement('sy-conflicts')
export class SyConflicts extends LitElement {
  @property({ attribute: false }) conflicts: readonly Conflict[] = [];
  @property({ type: Boolean }) busy = false;
  @state() private chosen: ReadonlyMap<string, Use> = new Map();

  protected override render() {
    const left = this.conflicts.filter((each) => !this.chosen.has(idOf(each))).length;
    return html`
      <div>
        <h2>Somebody else changed the same</h2>
        <p class="quiet">Since this change was begun, a release touched what it touches. Choose for each; what does not overlap merges by itself.</p>
      </div>
      ${this.conflicts.map((each) => this.#conflict(each))}
      <div class="row">
        <button class="button primary rebase" ?disabled=${left > 0 || this.busy} @click=${this.#rebase}>Rebase onto what is live</button>
        ${left > 0 ? html`<span class="quiet small left">${left} left to choose</span>` : ''}
      </div>
    `;
  }

  #conflict(conflict: Conflict) {
    const { key, kind, field, base: before, mine, theirs } = conflict;
    const id = idOf(conflict);
    const side = (use: Use, label: string, value: unknown) => html`
      <label class="side">
        <span class="check"><input type="radio" name=${id} value=${use} .checked=${this.chosen.get(id) === use} @change=${() => this.#choose(id, use)} />${label}</span>
        ${shown(field, value)}
      </label>
    `;
    return html`
      <fieldset>
        <legend><code>${key || kind}</code>${field === '*' ? '' : `: ${field}`}</legend>
        <div class="sides">
          <div class="side base"><span class="label">It was</span>${shown(field, before)}</div>
          ${side('mine', 'This change', mine)}
          ${side('theirs', 'Live now', theirs)}
        </div>
      </fieldset>
    `;
  }

  #choose(id: string, use: Use) {
    this.chosen = new Map(this.chosen).set(id, use);
  }

  #rebase() {
    const detail: Choice[] = this.conflicts.map((conflict) => {
      const { kind, key, field } = conflict;
      return { kind, key, field, use: this.chosen.get(idOf(conflict)) ?? 'theirs' };
    });
    this.dispatchEvent(new CustomEvent('rebase-request', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      legend { margin-bottom: var(--sy-space-2); }
      .sides { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--sy-space-3); }
      .side { display: grid; gap: var(--sy-space-2); align-content: start; padding: var(--sy-space-3); border: 1px solid var(--sy-line); border-radius: var(--sy-radius); background: var(--sy-surface); cursor: pointer; min-width: 0; }
      .side:hover:not(.base) { border-color: var(--sy-action); }
      .side:has(input:checked) { border-color: var(--sy-action); box-shadow: inset 0 0 0 1px var(--sy-action); background: var(--sy-action-wash); }
      .base { background: var(--sy-sunken); cursor: default; border-style: dashed; }
      .check, .label { font-weight: 600; font-size: var(--sy-text-s); }
      .value { overflow-wrap: anywhere; font-size: var(--sy-text-s); white-space: pre-wrap; }
      @media (max-width: 720px) { .sides { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];
}

const idOf = ({ kind, key, field }: Conflict) => `${kind} ${key} ${field}`;

function shown(field: string, value: unknown) {
  if (value === null || value === undefined) return html`<span class="value quiet">nothing</span>`;
  if (field === 'rules' && Array.isArray(value)) {
    return value.length === 0
      ? html`<span class="value quiet">no rules</span>`
      : html`<ol class="value">${value.map((rule) => html`<li>${describeRule(rule as Rule)}</li>`)}</ol>`;
  }
  return typeof value === 'object'
    ? html`<code class="value">${JSON.stringify(value, null, 2)}</code>`
    : html`<span class="value">${String(value)}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-conflicts': SyConflicts;
  }
}
