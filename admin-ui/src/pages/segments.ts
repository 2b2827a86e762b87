import { type Condition, problemsWithSegment, type Segment } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { environments } from '../api.ts';
import type { EnvironmentState } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-conditions-editor.ts';
import '../components/sy-new-key.ts';
import { Editing } from '../editing.ts';
import { Loaded } from '../loaded.ts';
import { attributesIn } from '../model/evaluation.ts';
import { mayPropose, mayPublish } from '../model/permissions.ts';
import { typedIn } from '../model/typed-in.ts';
import { addressOf, go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { draftBar } from './draft-bar.ts';

const blank: Segment = { conditions: [] };

/** The segments of the chosen environment, and one of them to edit. */
@customElement('sy-segments')
export class SySegments extends LitElement {
  @property({ attribute: false }) state!: AppState;
  /** The one that is open; empty for none. */
  @property({ attribute: 'segment-key' }) segmentKey = '';

  readonly #environment = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: environments.state,
    on: ({ kind, environment }) => kind === 'release' && environment === this.state.environment.key,
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
        <h1>Segments</h1>
        <p class="quiet">Named sets of conditions in ${name}, to use in the rules of any switch.</p>
      </div>
      ${this.#environment.render(
        (surroundings) => html`
        ${this.#list(surroundings)}
        ${this.segmentKey ? this.#editor(surroundings) : nothing}
      `,
      )}
    `;
  }

  #list({ things }: EnvironmentState) {
    const all = Object.entries(things.segments).toSorted();
    return html`
      <div class="card stack">
        ${all.length === 0 ? html`<p class="quiet">None yet. Name one and say who belongs to it.</p>` : nothing}
        <ul>
          ${all.map(
            ([key, { name, conditions }]) => html`
              <li>
                <a href=${addressOf(['segments', key])} aria-current=${key === this.segmentKey ? 'page' : nothing}>
                  <strong>${name || key}</strong> <code>${key}</code>
                  <span class="quiet small">${conditions.length} ${conditions.length === 1 ? 'condition' : 'conditions'}, used by ${usersOf(things, key)}</span>
                </a>
              </li>
            `,
          )}
        </ul>
        ${
          mayPropose(this.state.environment)
            ? html`<sy-new-key thing="segment" placeholder="big-customers" .taken=${things.segments}
                @key-chosen=${(event: CustomEvent<string>) => go(['segments', event.detail])}></sy-new-key>`
            : nothing
        }
      </div>
    `;
  }

  #editor({ ruleset, things }: EnvironmentState) {
    const stored = things.segments[this.segmentKey];
    const shown = this.#editing.shown(definitionOf(stored));
    const { environment } = this.state;
    const isForbidden = !mayPropose(environment);
    const known = {
      attributes: attributesIn(ruleset),
      segments: [],
      cohorts: Object.keys(ruleset.cohorts),
    };
    return html`
      <section class="card stack" aria-labelledby="segment">
        <div class="row spread">
          <h2 id="segment"><code>${this.segmentKey}</code>${stored ? nothing : html` <span class="quiet small">not published yet</span>`}</h2>
          ${stored && mayPublish(environment) ? html`<button class="button danger-quiet small" @click=${this.#remove}>Delete</button>` : nothing}
        </div>
        <fieldset ?disabled=${isForbidden} class="stack">
          <div class="names">
            <div class="field">
              <label for="name">Name</label>
              <input id="name" class="input" autocomplete="off" maxlength="200" .value=${shown.name ?? ''} @input=${this.#take('name')} />
            </div>
            <div class="field">
              <label for="description">Description</label>
              <input id="description" class="input" autocomplete="off" maxlength="2000" .value=${shown.description ?? ''} @input=${this.#take('description')} />
            </div>
          </div>
          <sy-conditions-editor ?disabled=${isForbidden} .conditions=${shown.conditions} .known=${known} when-empty="Without conditions, everybody belongs to it."
            @conditions-change=${(event: CustomEvent<readonly Condition[]>) => this.#editing.change({ conditions: event.detail })}></sy-conditions-editor>
        </fieldset>
      </section>
      ${draftBar(this.#editing, {
        environment,
        kind: 'segment',
        key: this.segmentKey,
        stored: definitionOf(stored),
        shown,
        problems: problemsWithSegment(this.segmentKey, shown),
      })}
    `;
  }

  #take(field: 'name' | 'description') {
    return (event: Event) => this.#editing.change({ [field]: typedIn(event) || undefined });
  }

  #remove() {
    void this.#editing.remove();
  }

  #subject() {
    const stored = this.#environment.value?.things.segments[this.segmentKey];
    const isKnown = this.#environment.value?.environment === this.state.environment.key;
    return {
      environment: this.state.environment,
      kind: 'segment' as const,
      key: this.segmentKey,
      stored: isKnown ? { ...definitionOf(stored) } : undefined,
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
      li a[aria-current] { background: var(--sy-action-wash); box-shadow: inset 3px 0 var(--sy-action); }
      .names { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: var(--sy-space-4); }
    `,
  ];
}

function definitionOf(stored: (Segment & { version?: number }) | undefined): Segment {
  if (stored === undefined) return blank;
  const { version, ...definition } = stored;
  return definition;
}

function usersOf({ switches }: EnvironmentState['things'], key: string): string {
  const asks = (condition: Condition) =>
    condition.type === 'in-segment' && condition.segment === key;
  const count = Object.values(switches).filter(({ rules }) =>
    rules.some((rule) => rule.conditions.some(asks)),
  ).length;
  if (count === 0) return 'no switch';
  return count === 1 ? 'one switch' : `${count} switches`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-segments': SySegments;
  }
}
