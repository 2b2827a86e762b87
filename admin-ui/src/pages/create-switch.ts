import { isKey } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { switches } from '../api.ts';
import type { Environment, Metadata } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-metadata-fields.ts';
import { keyFrom } from '../model/key-from.ts';
import { typedIn } from '../model/typed-in.ts';
import { tell } from '../notices.ts';
import { liveNumber } from '../published.ts';
import { go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

const blank: Metadata = { name: '', description: '', owner: '', tags: [], kind: 'release' };

/** Creates a switch, off, in all environments. */
@customElement('sy-create-switch')
export class SyCreateSwitch extends LitElement {
  @property({ attribute: false }) environments: readonly Environment[] = [];
  @state() private isOpen = false;
  @state() private metadata = blank;
  /** Undefined as long as it follows the name. */
  @state() private typedKey: string | undefined;
  readonly #attempt = new Attempt(this);

  /** Opens the dialog, for a key if one is known already. */
  ask(key?: string) {
    this.metadata = blank;
    this.typedKey = key;
    this.#attempt.clear();
    this.isOpen = true;
  }

  protected override render() {
    const key = this.#key();
    const isBad = key !== '' && !isKey(key);
    return html`
      <sy-dialog label="Create switch" action="Create, off" ?open=${this.isOpen} ?disabled=${this.#attempt.isBusy || !isKey(key)}
        @submit-request=${this.#create} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          <div class="field">
            <label for="name">Name</label>
            <input id="name" class="input" autofocus maxlength="200" autocomplete="off" placeholder="One-page checkout" .value=${this.metadata.name}
              @input=${(event: Event) => {
                this.metadata = { ...this.metadata, name: typedIn(event) };
              }} />
          </div>
          <div class="field">
            <label for="key">Key</label>
            <input id="key" class="input mono" autocomplete="off" spellcheck="false" aria-describedby="key-hint" aria-invalid=${isBad} .value=${key}
              @input=${(event: Event) => {
                this.typedKey = typedIn(event) || undefined;
              }} />
            <p id="key-hint" class=${isBad ? 'problem' : 'hint'}>${
              isBad
                ? 'Letters, digits, “.”, “_” and “-”, up to 64, beginning with a letter or digit; “:” joins families.'
                : html`What code asks for: <code>isActive('${key || 'one-page-checkout'}')</code>. It stays for good.`
            }</p>
          </div>
          <details>
            <summary>More about it <span class="quiet">(optional)</span></summary>
            <sy-metadata-fields .metadata=${this.metadata}
              @metadata-change=${(event: CustomEvent<Metadata>) => {
                this.metadata = { ...event.detail, name: this.metadata.name };
              }}></sy-metadata-fields>
          </details>
          <p class="quiet small">It is created off in ${this.#where()}: nobody gets it until you say so.</p>
        </div>
      </sy-dialog>
    `;
  }

  #key() {
    return this.typedKey ?? keyFrom(this.metadata.name);
  }

  #where() {
    const names = this.environments.map(({ name }) => name);
    return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join();
  }

  async #create() {
    const key = this.#key();
    await this.#attempt.run(async () => {
      const { name, ...others } = this.metadata;
      const created = await switches.create({ ...others, ...(name.trim() && { name }), key });
      this.isOpen = false;
      tell(`${key} is there, off.`);
      for (const waiting of created.waiting ?? []) {
        liveNumber({ waiting }, { key: waiting.environment });
      }
      go(['switches', key]);
    });
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = [
    base,
    controls,
    css`
      summary { cursor: pointer; color: var(--sy-action); }
      details[open] summary { margin-bottom: var(--sy-space-4); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-create-switch': SyCreateSwitch;
  }
}
