import type { Switch } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { switches } from '../api.ts';
import type { ComparedSplit, Environment, Experiment } from '../api-types.ts';
import '../components/sy-comparison.ts';
import '../components/sy-snippet.ts';
import '../components/sy-time.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { splitsIn } from '../model/comparison.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { Ticking } from '../ticking.ts';
import { experimentLines } from './snippet.ts';

const everyMs = 10_000;

/** How the variants of a switch with a split compare, in the chosen environment, as of now. */
@customElement('sy-switch-experiment')
export class SySwitchExperiment extends LitElement {
  @property({ attribute: false }) environment!: Environment;
  @property({ attribute: 'switch-key' }) switchKey = '';
  /** The release that last changed it: it may be split another way. */
  @property({ type: Number }) version = 0;
  @property({ attribute: false }) definition!: Pick<Switch, 'rules' | 'state'>;
  @state() private event = '';

  constructor() {
    super();
    new Ticking(this, everyMs, () => this.#look());
  }

  readonly #experiment = new Loaded(this, {
    args: () => [this.environment.key, this.switchKey, this.event, this.version],
    load: (environment: string, key: string, event: string, _version: number) =>
      switches.experiment(environment, key, event),
  });

  /** Nobody tells when somebody was given a variant. */
  #look() {
    if (document.visibilityState === 'visible') void this.#experiment.reload();
  }

  protected override render() {
    return html`
      <section class="card stack" aria-labelledby="experiment">
        ${this.#experiment.render((experiment) => this.#body(experiment), skeleton(4))}
      </section>
    `;
  }

  #body(experiment: Experiment) {
    const { event = '', events, splits } = experiment;
    const apart = splitsIn(this.definition).flatMap(({ by }) => by ?? []);
    const isAnybody = splits.some(({ variants }) => variants.some(({ users }) => users > 0));
    return html`
      <div class="row spread">
        <h2 id="experiment">Experiment</h2>
        ${
          splits.length > 0 && events.length > 0
            ? html`<label class="row by"><span class="small">Compared by</span>
                <select class="input narrow" @change=${this.#choose}>
                  ${events.map((each) => html`<option value=${each} ?selected=${each === event}>${each}</option>`)}
                </select></label>`
            : nothing
        }
      </div>
      ${splits.length > 0 && !isAnybody ? this.#nobody() : nothing}
      ${isAnybody ? splits.map((split, at) => this.#split(split, at, splits.length, event)) : nothing}
      ${isAnybody && events.every((each) => each === 'request.error') ? this.#untracked() : nothing}
      ${
        apart.length === 0
          ? nothing
          : html`<p class="quiet small">What is split by ${apart.map((by, at) => html`${at > 0 ? ', ' : ''}<code>${by}</code>`)} is not compared: users are, and they would not be told apart by chance.</p>`
      }
    `;
  }

  #split(split: ComparedSplit, at: number, of: number, event: string) {
    const { name, startedAt } = split;
    const number = this.definition.rules.findIndex(({ id }) => id === split.rule) + 1;
    return html`
      <div class="split ${at > 0 ? 'further' : ''}">
        <p class="quiet small">${of > 1 || name ? html`<strong>${name ?? `Rule ${number}`}</strong>, split` : 'Split'} like this${
          startedAt ? html` since <sy-time at=${startedAt}></sy-time>` : nothing
        }. Other weights, variants or another salt begin a new comparison.</p>
        <sy-comparison .split=${split} event=${event}></sy-comparison>
      </div>
    `;
  }

  #nobody() {
    return html`
      <p>${
        this.definition.state === 'conditional'
          ? 'Nobody has been given a variant yet.'
          : `Nobody is given a variant: the switch is ${this.definition.state}, and its rules count when it is conditional.`
      } <span class="quiet">Once applications ask who gets which, and track what users do, the variants are compared here.</span></p>
      <sy-snippet label="Experiment" code=${experimentLines(this.switchKey)}></sy-snippet>
    `;
  }

  #untracked() {
    return html`
      <div class="stack tight">
        <p class="small">Failed requests are counted by themselves. To compare by what matters to you, track it:</p>
        <sy-snippet label="Tracking" code=${experimentLines(this.switchKey)}></sy-snippet>
      </div>
    `;
  }

  readonly #choose = (event: Event) => {
    this.event = typedIn(event);
  };

  static override styles = [
    base,
    controls,
    css`
      .by { flex-wrap: nowrap; min-width: 0; }
      .by .input { max-width: 14rem; }
      .split { display: grid; gap: var(--sy-space-3); min-width: 0; }
      .further { border-top: 1px solid var(--sy-line); padding-top: var(--sy-space-4); }
      .tight { gap: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-experiment': SySwitchExperiment;
  }
}
