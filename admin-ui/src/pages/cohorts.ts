import { type Cohort, problemsWithCohort } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cohorts, environments } from '../api.ts';
import type { EnvironmentState } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-cohort-fields.ts';
import '../components/sy-new-key.ts';
import '../components/sy-time.ts';
import '../components/sy-toggle.ts';
import { Editing } from '../editing.ts';
import { Loaded } from '../loaded.ts';
import { isAtLeast, mayPropose, mayPublish } from '../model/permissions.ts';
import { addressOf, go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './cohort-members.ts';
import './cohort-today.ts';
import { draftBar } from './draft-bar.ts';

interface Shown extends EnvironmentState {
  /** How many are in each cohort. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** The cohorts of the chosen environment, which end users join by themselves, and one of them. */
@customElement('sy-cohorts')
export class SyCohorts extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The one that is open; empty for none. */
  @property({ attribute: 'cohort-key' }) cohortKey = '';

  readonly #environment = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: async (key: string): Promise<Shown> => {
      const [state, sizes] = await Promise.all([environments.state(key), cohorts.sizes(key)]);
      return { ...state, sizes };
    },
    on: ({ kind, environment }) =>
      (kind === 'release' || kind === 'members') && environment === this.state.environment.key,
  });
  readonly #editing = new Editing(
    this,
    () => this.#subject(),
    () => this.#environment.reload(),
  );

  protected override render() {
    const { name } = this.state.environment;
    return html`
      <div>
        <h1>Cohorts</h1>
        <p class="quiet">Groups that users of ${name} join by themselves, to have new things before everybody else.</p>
      </div>
      ${this.#environment.render((shown) => (this.cohortKey ? this.#one(shown) : this.#list(shown)))}
    `;
  }

  #list({ things, sizes }: Shown) {
    const all = Object.entries(things.cohorts).toSorted();
    return html`
      <div class="card stack">
        ${all.length === 0 ? html`<p class="quiet">None yet. Name one, open it, and let your users volunteer.</p>` : nothing}
        <ul>
          ${all.map(
            ([key, cohort]) => html`
              <li>
                <a href=${addressOf(['cohorts', key])}>
                  <strong>${cohort.title || key}</strong> <code>${key}</code>
                  <span class="quiet small">${membersInWords(sizes[key] ?? 0, cohort.cap)}</span>
                  ${stateOf(cohort)}
                </a>
              </li>
            `,
          )}
        </ul>
        ${
          mayPropose(this.state.environment)
            ? html`<sy-new-key thing="cohort" placeholder="bleeding-edge" .taken=${things.cohorts}
                @key-chosen=${(event: CustomEvent<string>) => go(['cohorts', event.detail])}></sy-new-key>`
            : nothing
        }
      </div>
    `;
  }

  #one({ things, ruleset, sizes }: Shown) {
    const { environment } = this.state;
    const stored = things.cohorts[this.cohortKey];
    const shown = this.#editing.shown(definitionOf(stored, this.cohortKey));
    const isForbidden = !mayPropose(environment);
    return html`
      <a href=${addressOf(['cohorts'])}>All cohorts</a>
      <section class="card stack" aria-labelledby="cohort">
        <div class="row spread">
          <h2 id="cohort">${shown.title || this.cohortKey} <code class="quiet">${this.cohortKey}</code>${stored ? nothing : html` <span class="quiet small">not published yet</span>`}</h2>
          ${stored && mayPublish(environment) ? html`<button class="button danger-quiet small" @click=${() => void this.#editing.remove()}>Delete</button>` : nothing}
        </div>
        <sy-toggle label="Open: users may join" ?on=${shown.open} ?disabled=${isForbidden}
          @toggle-request=${(event: CustomEvent<boolean>) => this.#editing.change({ open: event.detail })}></sy-toggle>
        <sy-cohort-fields .cohort=${shown} ?disabled=${isForbidden}
          @cohort-change=${(event: CustomEvent<Partial<Cohort>>) => this.#editing.change(event.detail)}></sy-cohort-fields>
        ${
          stored && !shown.open
            ? html`<p class="quiet small">Closing stops joining only. Who is in stays in, and has what members have.</p>`
            : nothing
        }
      </section>
      ${draftBar(this.#editing, {
        environment,
        kind: 'cohort',
        key: this.cohortKey,
        stored: definitionOf(stored, this.cohortKey),
        shown,
        problems: problemsWithCohort(this.cohortKey, shown),
      })}
      ${
        stored
          ? html`
            <sy-cohort-today cohort-key=${this.cohortKey} .switches=${things.switches} .ruleset=${ruleset} .environment=${environment}></sy-cohort-today>
            ${
              isAtLeast(environment.role, 'developer')
                ? html`<sy-cohort-members .state=${this.state} cohort-key=${this.cohortKey} .count=${sizes[this.cohortKey] ?? 0}></sy-cohort-members>`
                : html`<p class="card quiet">${membersInWords(sizes[this.cohortKey] ?? 0, stored.cap)}. Who they are is for developers to see.</p>`
            }
          `
          : nothing
      }
    `;
  }

  #subject() {
    const stored = this.#environment.value?.things.cohorts[this.cohortKey];
    const isKnown = this.#environment.value?.environment === this.state.environment.key;
    return {
      environment: this.state.environment,
      kind: 'cohort' as const,
      key: this.cohortKey,
      stored: isKnown && this.cohortKey ? { ...definitionOf(stored, this.cohortKey) } : undefined,
      version: stored?.version ?? 0,
    };
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      li a { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--sy-space-3); padding: var(--sy-space-2) var(--sy-space-3); border-radius: var(--sy-radius); color: inherit; text-decoration: none; }
      li a:hover { background: var(--sy-action-wash); }
      .state { margin-inline-start: auto; }
      h2 code { font-weight: 400; font-size: var(--sy-text-s); }
    `,
  ];
}

function definitionOf(stored: (Cohort & { version?: number }) | undefined, key: string): Cohort {
  if (stored === undefined) return { title: key, open: false };
  const { version, ...definition } = stored;
  return definition;
}

const membersInWords = (count: number, cap: number | undefined) =>
  `${count.toLocaleString('en')} ${count === 1 ? 'member' : 'members'}${cap === undefined ? '' : ` of at most ${cap.toLocaleString('en')}`}`;

function stateOf({ open, endsAt }: Cohort) {
  if (!open) return html`<span class="state quiet small">closed</span>`;
  if (endsAt === undefined) return html`<span class="state small">open</span>`;
  const isOver = Date.parse(endsAt) <= Date.now();
  return html`<span class="state small">${isOver ? 'ended' : 'open, ends'} <sy-time at=${endsAt}></sy-time></span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-cohorts': SyCohorts;
  }
}
