import { ancestorsOf, problemsWithSwitch } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { environments, releases, switches } from '../api.ts';
import type { StoredSwitch, SwitchDetails } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import '../components/sy-environment-tabs.ts';
import '../components/sy-kill-control.ts';
import '../components/sy-quick-controls.ts';
import type { QuickChange } from '../components/sy-quick-controls.ts';
import '../components/sy-state.ts';
import '../components/sy-time.ts';
import { Editing } from '../editing.ts';
import { isRare } from '../live.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { splitsIn } from '../model/comparison.ts';
import type { Fields } from '../model/draft.ts';
import { isSomewhere, mayPropose, mayPublish, mayRollBack } from '../model/permissions.ts';
import { complain, tell } from '../notices.ts';
import { liveNumber } from '../published.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Published } from '../yard-types.ts';
import { draftBar } from './draft-bar.ts';
import './switch-definition.ts';
import './switch-experiment.ts';
import './switch-history.ts';
import './switch-life.ts';
import './switch-metadata.ts';
import './switch-underway.ts';
import './switch-who.ts';

/** How long the slider rests before what it shows is published. */
const restMs = 150;

/** One switch: what it is, and what it does in the chosen environment. */
@customElement('sy-switch')
export class SySwitch extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ attribute: 'switch-key' }) switchKey = '';

  readonly #details = new Loaded(this, {
    args: () => [this.switchKey],
    load: switches.one,
    on: isRare,
  });
  readonly #environment = new Loaded(this, {
    args: () => [this.state.environment.key],
    load: environments.state,
    on: ({ kind, environment }) => kind === 'release' && environment === this.state.environment.key,
  });
  readonly #editing = new Editing(
    this,
    () => this.#subject(),
    () => this.#reload(),
  );

  protected override render() {
    const parent = ancestorsOf(this.switchKey)[0];
    return html`
      <nav class="crumbs small" aria-label="Breadcrumb">
        <a href=${addressOf(['switches'])}>Switches</a>
        ${parent ? html` / <a href=${addressOf(['switches', parent])}>${parent}</a>` : nothing}
      </nav>
      ${this.#details.render(
        (details) =>
          html`${this.#header(details)} <sy-environment-tabs .environments=${this.state.environments} current=${this.state.environment.key} .details=${details}></sy-environment-tabs> ${this.#body(details)}`,
        skeleton(8),
      )}
    `;
  }

  #header(details: SwitchDetails) {
    const { environment } = this.state;
    const stored = details.environments[environment.key];
    return html`
      <div class="row spread top">
        <sy-switch-metadata class="grow" .details=${details} .lastAskedAt=${stored?.lastAskedAt ?? ''} ?editable=${isSomewhere(this.state.environments, 'developer')}
          @metadata-saved=${(event: CustomEvent<SwitchDetails>) => this.#details.set({ ...details, ...event.detail })}
        ></sy-switch-metadata>
        ${
          stored && !stored.killed && !stored.archived && mayRollBack(environment)
            ? html`<sy-kill-control environment=${environment.name} @kill-request=${this.#kill}></sy-kill-control>`
            : nothing
        }
      </div>
    `;
  }

  #body(details: SwitchDetails) {
    const { environment } = this.state;
    const stored = details.environments[environment.key];
    if (stored === undefined) return html`${this.#missing()}${this.#life(details)}`;
    return this.#environment.render((surroundings) => {
      if (surroundings.environment !== environment.key) return skeleton(8);
      const shown = this.#editing.shown(definitionOf(stored));
      return html`
        ${stored.killed ? this.#killed() : nothing}
        ${stored.archived ? html`<div class="archived"><sy-state state="archived"></sy-state><p>Kept, but not sent to applications in ${environment.name}, which get their own default.</p></div>` : nothing}
        ${this.#underway(stored.version)}
        <section class="card quick" aria-label="Quick controls">
          <div class="status small" role="status">${this.#status(stored.version)}</div>
          <sy-quick-controls .shown=${shown} .cohorts=${surroundings.ruleset.cohorts} ?disabled=${!mayPropose(environment)}
            @quick-change=${this.#changeQuickly}></sy-quick-controls>
          ${mayPropose(environment) ? nothing : html`<p class="quiet small">Your role here is ${environment.role}: you may look, not publish.</p>`}
        </section>
        ${this.#stale(details)}
        ${
          splitsIn(stored).length > 0
            ? html`<sy-switch-experiment .environment=${environment} switch-key=${details.key} .version=${stored.version} .definition=${stored}></sy-switch-experiment>`
            : nothing
        }
        <div class="columns">
          <sy-switch-definition
            .shown=${shown} switch-key=${details.key} .surroundings=${surroundings} .requiredBy=${details.requiredBy[environment.key] ?? []}
            ?disabled=${!mayPropose(environment)}
            @definition-change=${(event: CustomEvent<Fields>) => this.#editing.change(event.detail)}
          ></sy-switch-definition>
          <sy-switch-who .surroundings=${surroundings} switch-key=${details.key} .live=${stored} .draft=${this.#editing.isDirty ? shown : undefined}></sy-switch-who>
        </div>
        ${draftBar(this.#editing, {
          environment,
          kind: 'switch',
          key: this.switchKey,
          stored: definitionOf(stored),
          shown,
          problems: problemsWithSwitch(this.switchKey, shown),
        })}
        <sy-switch-history .environment=${environment} switch-key=${details.key} .version=${stored.version}></sy-switch-history>
        ${this.#life(details)}
      `;
    }, skeleton(8));
  }

  #stale({ stale, kind }: SwitchDetails) {
    const hint = stale[this.state.environment.key];
    if (hint === undefined) return nothing;
    return html`<p class="warning stale"><wa-icon name="clock"></wa-icon><span>${hint.says}
      <span class="quiet">Is it meant to stay? Then its kind is not ${kind}, but ops or permission.</span></span></p>`;
  }

  #underway(version: number) {
    const { underway } = this.#editing;
    if (underway?.release === undefined || underway.version !== version) return nothing;
    return html`<sy-switch-underway environment=${this.state.environment.key} release=${underway.release}></sy-switch-underway>`;
  }

  #status(version: number) {
    const { isPublishing, published, isDirty, isDirect, underway } = this.#editing;
    if (isPublishing || (isDirect && isDirty))
      return html`<span class="lamp busy"></span>Publishing…`;
    if (isDirty) return html`<span class="lamp waiting"></span>Not published yet`;
    if (underway?.version === version && underway.release === undefined) {
      return html`<span class="lamp waiting"></span><a href=${underway.link.href}>${underway.text}</a>`;
    }
    const number = Math.max(published ?? 0, version);
    return html`<span class="lamp live"></span>Live as release ${number}`;
  }

  #life(details: SwitchDetails) {
    return html`<sy-switch-life .state=${this.state} .details=${details} @life-changed=${() => this.#reload()}></sy-switch-life>`;
  }

  #missing() {
    const { environment } = this.state;
    return html`
      <div class="card stack missing">
        <h2>Not in ${environment.name} yet</h2>
        <p class="quiet">Applications there get their own default for <code>${this.switchKey}</code>.</p>
        ${
          mayRollBack(environment)
            ? html`<div><button class="button primary" @click=${this.#create}>Create it in ${environment.name}, off</button></div>`
            : nothing
        }
      </div>
    `;
  }

  #killed() {
    const { environment } = this.state;
    return html`
      <div class="killed" role="alert">
        <sy-state state="killed"></sy-state>
        <p class="grow">Off for everybody in ${environment.name}, whatever is set below, until somebody revives it.</p>
        ${mayPublish(environment) ? html`<button class="button" @click=${this.#revive}><wa-icon name="play"></wa-icon>Revive</button>` : nothing}
      </div>
    `;
  }

  #subject() {
    const { environment } = this.state;
    const stored = this.#details.value?.environments[environment.key];
    return {
      environment,
      kind: 'switch' as const,
      key: this.switchKey,
      stored: stored && definitionOf(stored),
      version: stored?.version ?? 0,
    };
  }

  #reload() {
    return Promise.all([this.#details.reload(), this.#environment.reload()]);
  }

  #changeQuickly(event: CustomEvent<QuickChange>) {
    const { set, isMoving } = event.detail;
    this.#editing.changeNow({ ...set }, isMoving ? restMs : 0);
  }

  async #kill() {
    const { key } = this.state.environment;
    await this.#do(
      () => switches.kill(key, this.switchKey, ''),
      `${this.switchKey} is off for everybody.`,
    );
  }

  async #revive() {
    const { key } = this.state.environment;
    await this.#do(() => switches.revive(key, this.switchKey, ''), `${this.switchKey} is revived.`);
  }

  async #create() {
    const { key } = this.state.environment;
    const edit = { kind: 'switch' as const, key: this.switchKey, base: 0, set: {} };
    await this.#do(() => releases.publish(key, [edit], ''), 'Created, off.');
  }

  async #do(act: () => Promise<Published>, done: string) {
    try {
      const number = liveNumber(await act(), this.state.environment);
      if (number !== undefined) tell(`${done} Release ${number}.`);
    } catch (thrown) {
      complain(thrown);
    }
    await this.#reload();
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .crumbs { margin-bottom: calc(-1 * var(--sy-space-4)); }
      .top { align-items: flex-start; }
      .quick { position: relative; display: grid; gap: var(--sy-space-4); }
      .status { position: absolute; top: var(--sy-space-5); right: var(--sy-space-5); display: flex; align-items: center; gap: var(--sy-space-2); color: var(--sy-ink-quiet); min-height: 2.5rem; }
      .status a { color: var(--sy-conditional-ink); max-width: 22rem; }
      .lamp { flex: none; width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--sy-on); }
      .lamp.waiting { background: var(--sy-conditional); }
      .lamp.busy { background: var(--sy-action); animation: blink 1s infinite; }
      @keyframes blink { 50% { opacity: 0.3; } }
      .columns { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: var(--sy-space-5); align-items: start; }
      .killed { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-4); padding: var(--sy-space-4) var(--sy-space-5); border-radius: var(--sy-radius-l); background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .archived { display: flex; flex-wrap: wrap; gap: var(--sy-space-2) var(--sy-space-4); padding: var(--sy-space-4) var(--sy-space-5); border: 1px dashed var(--sy-line-strong); border-radius: var(--sy-radius-l); }
      .killed p { min-width: 12rem; }
      .stale .quiet { color: inherit; opacity: 0.85; }
      @media (max-width: 1180px) { .columns { grid-template-columns: minmax(0, 1fr); } }
      @media (max-width: 640px) {
        .status { position: static; min-height: 0; }
      }
    `,
  ];
}

/** What a draft may change: the switch without what is known about it. */
function definitionOf(stored: SwitchDetails['environments'][string]): StoredSwitch {
  const { version, lastAskedAt, killed, archived, ...definition } = stored;
  return definition;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch': SySwitch;
  }
}
