import { type Condition, describeCondition } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Known } from './field-inputs.ts';
import './sy-condition-editor.ts';

/**
 * Conditions that must all hold.
 *
 * @slot - What stands on the last line, beside the button that adds a condition.
 * @fires conditions-change - `detail` is the new list.
 */
@customElement('sy-conditions-editor')
export class SyConditionsEditor extends LitElement {
  @property({ attribute: false }) conditions: readonly Condition[] = [];
  @property({ attribute: false }) known: Known = { attributes: [], segments: [], cohorts: [] };
  /** For who may look only: the conditions in words. */
  @property({ type: Boolean }) disabled = false;
  /** What it means that there is none. */
  @property({ attribute: 'when-empty' }) whenEmpty = 'everybody';

  protected override render() {
    return html`
      <ul>
        ${
          this.conditions.length === 0
            ? html`<li class="quiet empty">${this.whenEmpty}</li>`
            : this.conditions.map((condition, at) =>
                this.disabled
                  ? html`<li>${at === 0 ? 'a user who' : 'and who'} ${describeCondition(condition)}</li>`
                  : html`
                  <li>
                    <sy-condition-editor lead=${at === 0 ? 'a user who' : 'and who'}
                      .condition=${condition} .known=${this.known}
                      @condition-change=${(event: CustomEvent<Condition>) => this.#replace(at, event.detail)}
                      @condition-remove=${() => this.#change(this.conditions.filter((_, index) => index !== at))}
                    ></sy-condition-editor>
                  </li>
                `,
              )
        }
      </ul>
      <div class="tail">
        ${
          this.disabled
            ? nothing
            : html`<button type="button" class="button plain small" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add condition</button>`
        }
        <slot></slot>
      </div>
    `;
  }

  #add() {
    this.#change([...this.conditions, { type: 'attribute-in', attribute: '', values: [] }]);
  }

  #replace(at: number, condition: Condition) {
    this.#change(this.conditions.map((each, index) => (index === at ? condition : each)));
  }

  #change(detail: readonly Condition[]) {
    this.dispatchEvent(new CustomEvent('conditions-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); }
      ul { display: grid; gap: var(--sy-space-3); }
      .tail { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--sy-space-2) var(--sy-space-4); width: 100%; }
      .button { margin-inline-start: -0.6rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-conditions-editor': SyConditionsEditor;
  }
}
