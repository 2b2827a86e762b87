import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { badge, deploys } from '../api.ts';
import type { BadgeSettings, Environment } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import '../components/sy-snippet.ts';
import '../components/sy-toggle.ts';
import { Loaded } from '../loaded.ts';
import { publicLine } from '../model/summary.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/** Whether everybody may see when was deployed last, and what they would see. */
@customElement('sy-settings-badge')
export class SySettingsBadge extends LitElement {
  @property({ attribute: false }) environments: readonly Environment[] = [];
  readonly #attempt = new Attempt(this);
  readonly #settings = new Loaded(this, { args: () => [], load: badge.settings });
  readonly #summary = new Loaded(this, {
    args: () => [this.#settings.value?.environment ?? ''],
    load: (environment: string) => deploys.summary(environment || undefined),
    on: ({ kind }) => kind === 'log',
  });

  protected override render() {
    return html`
      <section class="card stack" aria-labelledby="badge">
        <div>
          <h2 id="badge">Public line</h2>
          <p class="quiet">For the foot of your own site: when was deployed last, by whom, and how much lately. It does not say what.</p>
        </div>
        ${this.#attempt.render()}
        ${this.#settings.render((settings) => this.#form(settings))}
      </section>
    `;
  }

  #form(settings: BadgeSettings) {
    const { isPublic, environment } = settings;
    return html`
      <figure>
        <figcaption class="small quiet">${isPublic ? 'Everybody sees' : 'Everybody would see'}</figcaption>
        <p class="line">${this.#summary.value ? publicLine(this.#summary.value, Date.now()) : '…'}</p>
      </figure>
      <div class="field">
        <label for="environment">Deploys of</label>
        <select id="environment" class="input" @change=${(event: Event) => this.#change({ ...settings, environment: typedIn(event) || null })}>
          <option value="" ?selected=${environment === null}>all environments</option>
          ${this.environments.map(({ key, name }) => html`<option value=${key} ?selected=${key === environment}>${name}</option>`)}
        </select>
      </div>
      <sy-toggle label="Everybody may see it, without signing in" ?on=${isPublic} ?disabled=${this.#attempt.isBusy}
        @toggle-request=${(event: CustomEvent<boolean>) => this.#change({ ...settings, isPublic: event.detail })}></sy-toggle>
      ${isPublic ? this.#addresses() : ''}
    `;
  }

  #addresses() {
    const { origin } = location;
    return html`
      <sy-snippet label="picture" .code=${`<img src="${origin}/deploys.svg" alt="When was deployed last">`}></sy-snippet>
      <sy-snippet label="address of the JSON" .code=${`${origin}/deploys.json`}></sy-snippet>
      <p class="small quiet">Answers may be kept for a minute.</p>
    `;
  }

  async #change(settings: BadgeSettings) {
    await this.#attempt.run(async () => this.#settings.set(await badge.change(settings)));
  }

  static override styles = [
    base,
    controls,
    css`
      .card { grid-template-columns: minmax(0, 1fr); }
      .line { margin-top: var(--sy-space-1); padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius); background: var(--sy-sunken); }
      .field .input { max-width: 16rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-settings-badge': SySettingsBadge;
  }
}
