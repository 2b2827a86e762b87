import { isKey } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Names a thing that is to be, or finds the one that has the name.
 *
 * @fires key-chosen - `detail` is the key.
 */
@customElement('sy-new-key')
export class SyNewKey extends LitElement {
  /** What it is: `segment`. */
  @property() thing = '';
  @property() placeholder = '';
  @property({ attribute: false }) taken: Readonly<Record<string, unknown>> = {};
  @state() private key = '';

  protected override render() {
    const isGood = isKey(this.key);
    return html`
      <form class="row" @submit=${this.#choose}>
        <div class="field grow">
          <label for="key">New ${this.thing}’s key</label>
          <input id="key" class="input mono" autocomplete="off" spellcheck="false" placeholder=${this.placeholder} .value=${this.key}
            aria-invalid=${this.key !== '' && !isGood}
            @input=${(event: Event) => {
              this.key = typedIn(event).trim();
            }} />
        </div>
        <button class="button" ?disabled=${!isGood}>${Object.hasOwn(this.taken, this.key) ? 'Open it' : `Begin ${this.thing}`}</button>
      </form>
    `;
  }

  #choose(event: Event) {
    event.preventDefault();
    if (!isKey(this.key)) return;
    this.dispatchEvent(new CustomEvent('key-chosen', { detail: this.key }));
    this.key = '';
  }

  static override styles = [
    base,
    controls,
    css`
      form.row { align-items: end; }
      .field { max-width: 20rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-new-key': SyNewKey;
  }
}
