import type { EvaluationContext } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { valueFrom } from '../model/context-value.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

interface Row {
  readonly name: string;
  readonly value: string;
}

/**
 * A context, typed in.
 *
 * @fires context-change - `detail` is the context.
 */
@customElement('sy-context-input')
export class SyContextInput extends LitElement {
  /** Attributes to suggest. */
  @property({ attribute: false }) attributeNames: readonly string[] = [];
  @state() private fixed: Readonly<Record<string, string>> = {};
  @state() private rows: readonly Row[] = [];

  protected override render() {
    return html`
      <div class="fields">
        ${this.#fixed('targetingKey', 'Targeting key', 'the user’s id')}
        ${this.#fixed('email', 'E-mail', 'you@example.com')}
        ${this.#fixed('ip', 'IP address', '203.0.113.7')}
      </div>
      ${this.rows.map(this.#row)}
      <button type="button" class="button plain small" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add attribute</button>
      <datalist id="names">${this.attributeNames.map((each) => html`<option value=${each}></option>`)}</datalist>
    `;
  }

  #fixed(name: string, label: string, placeholder: string) {
    return html`
      <div class="field">
        <label for=${name}>${label}</label>
        <input id=${name} class="input" autocomplete="off" spellcheck="false" placeholder=${placeholder} .value=${this.fixed[name] ?? ''}
          @input=${(event: Event) => {
            this.fixed = { ...this.fixed, [name]: typedIn(event).trim() };
            this.#tell();
          }} />
      </div>
    `;
  }

  readonly #row = ({ name, value }: Row, at: number) => html`
    <div class="attribute">
      <input class="input" list="names" aria-label="Name of attribute ${at + 1}" placeholder="attribute" autocomplete="off" .value=${name}
        @input=${(event: Event) => this.#replace(at, { name: typedIn(event).trim(), value })} />
      <input class="input" aria-label="Value of attribute ${at + 1}" placeholder="text or JSON" autocomplete="off" .value=${value}
        @input=${(event: Event) => this.#replace(at, { name, value: typedIn(event).trim() })} />
      <button type="button" class="button plain icon small" aria-label="Remove attribute ${at + 1}"
        @click=${() => this.#put(this.rows.filter((_, index) => index !== at))}><wa-icon name="xmark"></wa-icon></button>
    </div>
  `;

  async #add() {
    this.rows = [...this.rows, { name: '', value: '' }];
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('.attribute:last-of-type input')?.focus();
  }

  #replace(at: number, row: Row) {
    this.#put(this.rows.map((each, index) => (index === at ? row : each)));
  }

  #put(rows: readonly Row[]) {
    this.rows = rows;
    this.#tell();
  }

  #tell() {
    const given = Object.entries(this.fixed).filter(([, value]) => value !== '');
    const attributes = this.rows
      .filter(({ name }) => name !== '')
      .map(({ name, value }) => [name, valueFrom(value)]);
    const detail: EvaluationContext = Object.fromEntries([...given, ...attributes]);
    this.dispatchEvent(new CustomEvent('context-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); justify-items: start; }
      .fields { display: grid; gap: var(--sy-space-2); width: 100%; }
      .field { grid-template-columns: 6rem minmax(0, 1fr); align-items: center; }
      .attribute { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; gap: var(--sy-space-2); align-items: center; width: 100%; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-context-input': SyContextInput;
  }
}
