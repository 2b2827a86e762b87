import { isKey } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { Environment, UnknownSwitch } from '../api-types.ts';
import '../components/sy-time.ts';
import { mayPropose } from '../model/permissions.ts';
import { complain } from '../notices.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Keys that applications ask for and that are not defined in an environment.
 *
 * @fires create-request - `detail` is the key.
 * @fires ignored - Another key is, or is not, ignored from now on.
 */
@customElement('sy-unknown-switches')
export class SyUnknownSwitches extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @property({ attribute: false }) unknown: readonly UnknownSwitch[] = [];
  @property({ type: Boolean, attribute: 'may-create' }) mayCreate = false;

  protected override render() {
    const heeded = this.unknown.filter(({ ignoredAt }) => ignoredAt === undefined);
    const ignored = this.unknown.filter(({ ignoredAt }) => ignoredAt !== undefined);
    if (this.unknown.length === 0) return nothing;
    return html`
      <section class="card stack" aria-labelledby="asked">
        <div>
          <h2 id="asked">Asked for, but not defined</h2>
          <p class="quiet small">${
            heeded.length === 0
              ? `Nothing but what is ignored in ${this.environment.name}.`
              : `Applications in ${this.environment.name} asked for these and got their own default.`
          }</p>
        </div>
        ${heeded.length === 0 ? nothing : html`<ul>${heeded.map((each) => this.#line(each))}</ul>`}
        ${
          ignored.length === 0
            ? nothing
            : html`<details>
                <summary class="small">${ignored.length} ignored</summary>
                <ul>${ignored.map((each) => this.#line(each))}</ul>
              </details>`
        }
      </section>
    `;
  }

  #line({ key, count, lastAskedAt, askers, ignoredAt }: UnknownSwitch) {
    const isIgnored = ignoredAt !== undefined;
    return html`
      <li class="row">
        <div class="grow">
          <code>${key}</code>
          <p class="quiet small">${count === 1 ? 'once' : `${count.toLocaleString('en')} times`}, last <sy-time at=${lastAskedAt}></sy-time>${askers.length === 0 ? nothing : ` by ${askersInWords(askers)}`}</p>
        </div>
        <div class="acts">
        ${
          this.mayCreate && isKey(key) && !isIgnored
            ? html`<button class="button small" aria-label="Create ${key}" @click=${() => this.dispatchEvent(new CustomEvent('create-request', { detail: key }))}>Create</button>`
            : nothing
        }
        ${
          mayPropose(this.environment)
            ? html`<button class="button small plain" aria-label="${isIgnored ? 'Stop ignoring' : 'Ignore'} ${key}" @click=${() => this.#ignore(key, !isIgnored)}>${isIgnored ? 'Stop ignoring' : 'Ignore'}</button>`
            : nothing
        }
        </div>
      </li>
    `;
  }

  async #ignore(key: string, isIgnored: boolean) {
    try {
      await environments.ignoreUnknown(this.environment.key, { key, isIgnored });
    } catch (thrown) {
      complain(thrown);
    }
    this.dispatchEvent(new CustomEvent('ignored'));
  }

  static override styles = [
    base,
    controls,
    css`
      li { padding-block: var(--sy-space-2); border-top: 1px solid var(--sy-line); }
      li > .grow { flex-basis: 12rem; overflow-wrap: anywhere; }
      .acts { display: flex; gap: var(--sy-space-2); flex: none; }
      summary { cursor: pointer; color: var(--sy-ink-quiet); }
      details ul { margin-top: var(--sy-space-2); }
    `,
  ];
}

/** `web (web-1, web-2), jobs-1` */
function askersInWords(askers: UnknownSwitch['askers']): string {
  const byApp = new Map<string | null, string[]>();
  for (const { app, instance } of askers) byApp.set(app, [...(byApp.get(app) ?? []), instance]);
  return [...byApp]
    .map(([app, instances]) =>
      app === null ? instances.join(', ') : `${app} (${instances.join(', ')})`,
    )
    .join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-unknown-switches': SyUnknownSwitches;
  }
}
