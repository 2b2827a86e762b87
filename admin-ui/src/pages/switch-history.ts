import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { releases } from '../api.ts';
import type { Environment, Release } from '../api-types.ts';
import '../components/sy-release.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { isRevocable, mayRollBack } from '../model/permissions.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './rollback-dialog.ts';
import type { SyRollbackDialog } from './rollback-dialog.ts';

const step = 100;

/** The releases that changed one switch in one environment, the latest first. */
@customElement('sy-switch-history')
export class SySwitchHistory extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @property({ attribute: 'switch-key' }) switchKey = '';
  /** The release that last changed it: a new one means a longer history. */
  @property({ type: Number }) version = 0;

  readonly #history = new Loaded(this, {
    args: () => [this.environment.key, this.switchKey, this.version],
    load: (environment: string, _key: string, _version: number) =>
      releases.latest(environment, { limit: step }),
    on: ({ kind, environment }) =>
      (kind === 'release' || kind === 'train') && environment === this.environment.key,
  });

  protected override render() {
    return html`
      <section class="card stack" aria-labelledby="history">
        <h2 id="history">History in ${this.environment.name}</h2>
        ${this.#history.render(({ releases: all, next }) => this.#list(all, next), skeleton(3))}
      </section>
      <sy-rollback-dialog></sy-rollback-dialog>
    `;
  }

  #list(all: readonly Release[], next: number | undefined) {
    const mine = all.filter(({ changes }) => changes.some((change) => this.#isMine(change)));
    return html`
      ${mine.length === 0 ? html`<p class="quiet">Nothing among the last ${all.length} releases.</p>` : nothing}
      <ol class="stack">
        ${mine.map(
          (release) => html`
            <li>
              <sy-release .release=${release} .changes=${release.changes.filter((change) => this.#isMine(change))}
                ?revocable=${mayRollBack(this.environment) && isRevocable(release)} @rollback-request=${() => this.#askRollback(release)}></sy-release>
            </li>
          `,
        )}
      </ol>
      ${
        next === undefined
          ? nothing
          : html`<div class="row">
              <button class="button small" @click=${() => this.#more(all, next)}>Look further back</button>
              <a class="small" href=${addressOf(['log'], { switch: this.switchKey })}>Everything in the deploy log</a>
            </div>`
      }
    `;
  }

  #isMine({ kind, key }: Release['changes'][number]) {
    return kind === 'switch' && key === this.switchKey;
  }

  async #more(all: readonly Release[], before: number) {
    const older = await releases.latest(this.environment.key, { before, limit: step });
    this.#history.set({ ...older, releases: [...all, ...older.releases] });
  }

  #askRollback({ number, outcome }: Release) {
    const dialog = this.renderRoot.querySelector<SyRollbackDialog>('sy-rollback-dialog');
    void dialog?.ask(this.environment, number, outcome === 'rolling-out');
  }

  static override styles = [
    base,
    controls,
    css`
      li + li { border-top: 1px solid var(--sy-line); padding-top: var(--sy-space-4); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-history': SySwitchHistory;
  }
}
