import type { Requirement } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Other switches that must be active, or must serve a variant, before this one can be.
 *
 * @fires requires-change - `detail` is the new list.
 */
@customElement('sy-requires-editor')
export class SyRequiresEditor extends LitElement {
  @property({ attribute: false }) requires: readonly Requirement[] = [];
  /** The variants of the switches there are to choose from, by key. */
  @property({ attribute: false }) offered: Readonly<Record<string, readonly string[]>> = {};
  @property({ type: Boolean }) disabled = false;

  protected override render() {
    return html`
      <fieldset ?disabled=${this.disabled}>
        <legend class="visually-hidden">Required switches</legend>
        <ul>${this.requires.map(this.#row)}</ul>
        <button type="button" class="button small" @click=${this.#add} ?disabled=${Object.keys(this.offered).length === 0}>
          <wa-icon name="plus"></wa-icon>Add required switch
        </button>
      </fieldset>
    `;
  }

  readonly #row = (requirement: Requirement, at: number) => {
    const { switch: key, variant = '' } = requirement;
    const variants = ['on', ...(this.offered[key] ?? [])];
    return html`
      <li>
        <select class="input" aria-label="Required switch ${at + 1}" @change=${(event: Event) => this.#replace(at, { switch: typedIn(event) })}>
          ${key in this.offered ? nothing : html`<option value=${key} selected>${key || 'choose…'}</option>`}
          ${Object.keys(this.offered).map((each) => html`<option value=${each} ?selected=${each === key}>${each}</option>`)}
        </select>
        <span class="quiet">must</span>
        <select class="input" aria-label="What ${key || 'it'} must serve" @change=${(event: Event) => this.#serve(at, key, typedIn(event))}>
          <option value="" ?selected=${variant === ''}>be active</option>
          ${[...new Set(variant === '' ? variants : [...variants, variant])].map(
            (each) =>
              html`<option value=${each} ?selected=${each === variant}>serve ${each}</option>`,
          )}
        </select>
        <button type="button" class="button plain icon small" aria-label="Remove required switch ${key}"
          @click=${() => this.#change(this.requires.filter((_, index) => index !== at))}><wa-icon name="xmark"></wa-icon></button>
      </li>
    `;
  };

  #add() {
    this.#change([...this.requires, { switch: '' }]);
  }

  #serve(at: number, key: string, variant: string) {
    this.#replace(at, variant === '' ? { switch: key } : { switch: key, variant });
  }

  #replace(at: number, requirement: Requirement) {
    this.#change(this.requires.map((each, index) => (index === at ? requirement : each)));
  }

  #change(detail: readonly Requirement[]) {
    this.dispatchEvent(new CustomEvent('requires-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { min-width: 0; display: grid; gap: var(--sy-space-3); justify-items: start; }
      ul { display: grid; gap: var(--sy-space-2); width: 100%; }
      li { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: center; }
      select.input { flex: 1 1 9rem; width: auto; max-width: 18rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-requires-editor': SyRequiresEditor;
  }
}
