import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sdkKeys } from '../api.ts';
import type { Environment } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-snippet.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { snippetFor } from './snippet.ts';

/** How to connect an application to an environment: key, install, ask. */
@customElement('sy-connect')
export class SyConnect extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @state() private secret = '';
  readonly #attempt = new Attempt(this);

  protected override render() {
    const key = this.secret || 'sys_…';
    return html`
      <ol>
        <li>
          <h3>Make a key</h3>
          ${
            this.secret
              ? html`<p class="small">Shown only now. Keep it where your secrets are.</p><sy-snippet label="SDK key" .code=${this.secret}></sy-snippet>`
              : html`<button class="button primary" @click=${this.#create}>Create a server key for ${this.environment.name}</button>`
          }
          ${this.#attempt.render()}
        </li>
        <li>
          <h3>Install the SDK</h3>
          <sy-snippet label="Install" code="npm install @switchyard/sdk-node"></sy-snippet>
        </li>
        <li>
          <h3>Ask for a switch</h3>
          <sy-snippet label="Code" .code=${snippetFor('server', key)}></sy-snippet>
        </li>
      </ol>
    `;
  }

  async #create() {
    await this.#attempt.run(async () => {
      const key = { name: 'first application', kind: 'server' as const };
      this.secret = (await sdkKeys.create(this.environment.key, key)).secret;
    });
  }

  static override styles = [
    base,
    controls,
    css`
      ol { display: grid; gap: var(--sy-space-5); counter-reset: step; }
      li { position: relative; display: grid; gap: var(--sy-space-2); justify-items: start; padding-inline-start: 3rem; counter-increment: step; min-width: 0; }
      li::before {
        content: counter(step); position: absolute; left: 0; top: -0.2rem; display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 50%;
        border: 2px solid var(--sy-line-strong); background: var(--sy-surface); font-weight: 650; font-size: var(--sy-text-s);
      }
      li:not(:last-child)::after { content: ''; position: absolute; left: calc(1rem - 1px); top: 1.9rem; bottom: -1.3rem; width: 2px; background: var(--sy-line); }
      sy-snippet { width: 100%; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-connect': SyConnect;
  }
}
