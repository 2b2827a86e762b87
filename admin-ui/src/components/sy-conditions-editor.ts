import type { Condition } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Known } from './field-inputs.ts';
import './sy-condition-editor.ts';

/**
 * Conditions that must all hold.
 *
 * @fires conditions-change - `detail` is the new list.
 */
@customElement('sy-conditions-editor')
export class SyConditionsEditor extends LitElement {
  @property({ attribute: false }) conditions: readonly Condition[] = [];
  @property({ attribute: false }) known: Known = { attributes: [], segments: [], cohorts: [] };
  /** What it means that there is none. */
  @property({ attribute: 'when-empty' }) whenEmpty = 'everybody';

  protected override render() {
    return html`
      <ul>
        ${
          this.conditions.length === 0
            ? html`<li class="quiet empty">${this.whenEmpty}</li>`
            : this.conditions.map(
                (condition, at) => html`
                  <li>
                    <span class="link">${at === 0 ? 'a user who' : 'and who'}</span>
                    <sy-condition-editor
                      .condition=${condition} .known=${this.known}
                      @condition-change=${(event: CustomEvent<Condition>) => this.#replace(at, event.detail)}
                      @condition-remove=${() => this.#change(this.conditions.filter((_, index) => index !== at))}
                    ></sy-condition-editor>
                  </li>
                `,
              )
        }
      </ul>
      <button type="button" class="button plain small" @click=${this.#add}>
        <wa-icon name="plus"></wa-icon>Add condition
      </button>
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
      :host { display: grid; gap: var(--sy-space-2); justify-items: start; }
      ul { display: grid; gap: var(--sy-space-3); width: 100%; }
      li:not(.empty) { display: grid; gap: var(--sy-space-1); }
      .link { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-conditions-editor': SyConditionsEditor;
  }
}
