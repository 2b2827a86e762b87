import type { Problem } from '@switchyard/core';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Policy } from '../api-types.ts';
import { roles } from '../model/permissions.ts';
import { problemsAt } from '../model/problems.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-freezes-editor.ts';
import './sy-guard-editor.ts';
import './sy-plan-editor.ts';

type Right = keyof Policy['who'];

/**
 * The rules of an environment.
 *
 * @slot sight - What the guard would see.
 * @fires policy-change - `detail` are the members that are other than before.
 */
@customElement('sy-policy-form')
export class SyPolicyForm extends LitElement {
  @property({ attribute: false }) policy!: Policy;
  @property({ attribute: false }) cohorts: readonly string[] = [];
  @property({ attribute: false }) problems: readonly Problem[] = [];

  protected override render() {
    return html`
      ${this.#card('Who may do what', 'Riding, marking, holding, killing and rolling back are open to every developer, always.', this.#rights())}
      ${this.#card('Leaving at once', 'One change departs as its own release, without waiting for a train. Making a switch that is off always may.', this.#express())}
      ${this.#card('Riding the train', 'What has to be so before a group departs.', this.#train())}
      ${this.#card('Canary plan', 'Who sees a release before everybody does. Audiences add up; whoever has it keeps it.', this.#plan())}
      ${this.#card('Guard', 'Compares who has a release with the others while it rolls out, and takes it back by itself when it makes things worse.', this.#guard())}
      ${this.#card('Freeze windows', 'Nothing departs while one lasts. Kill and rollback always work.', this.#freezes())}
    `;
  }

  #card(heading: string, about: string, content: TemplateResult) {
    return html`
      <section class="card stack" aria-label=${heading}>
        <div><h2>${heading}</h2><p class="quiet small">${about}</p></div>
        ${content}
      </section>
    `;
  }

  #rights() {
    const { publish, who } = this.policy;
    const give = (right: Right) => (role: string) =>
      this.#change({ who: { ...who, [right]: role } });
    return html`
      <div class="fields">
        ${this.#role('publish', 'Let a change leave at once, and revive switches', publish, (role) => this.#change({ publish: role as Policy['publish'] }))}
        ${this.#role('board', 'Put changes on the train', who.board, give('board'))}
        ${this.#role('depart', 'Drive any group and let it depart; kick', who.depart, give('depart'))}
        ${this.#role('override', 'Override what stands in the way', who.override, give('override'))}
        ${this.#role('unhold', 'Lift the hold of somebody else', who.unhold, give('unhold'))}
      </div>
    `;
  }

  #express() {
    const { express, expressApprovals } = this.policy;
    return html`
      <div class="fields">
        ${this.#select('express', 'What may leave at once', express, expressNames, (each) => this.#change({ express: each }))}
        ${this.#count('expressApprovals', 'Approvals it needs', expressApprovals)}
      </div>
    `;
  }

  #train() {
    const { approvals, isPrincessRequired, whenCodeIsThere, whenCodeGoesBack } = this.policy;
    return html`
      <div class="fields">
        ${this.#count('approvals', 'Approvals each change needs', approvals)}
        ${this.#select('whenCodeIsThere', 'When a group only waited for code, and the code is there', whenCodeIsThere, codeIsThereNames, (each) => this.#change({ whenCodeIsThere: each }))}
        ${this.#select('whenCodeGoesBack', 'When code that changes need is rolled back', whenCodeGoesBack, codeGoesBackNames, (each) => this.#change({ whenCodeGoesBack: each }))}
      </div>
      <label class="check">
        <input type="checkbox" .checked=${isPrincessRequired}
          @change=${(event: Event) => this.#change({ isPrincessRequired: (event.target as HTMLInputElement).checked })} />
        A group must have been to princess first
      </label>
    `;
  }

  #plan() {
    const { plan, by } = this.policy;
    return html`
      <sy-plan-editor .plan=${plan} .cohorts=${this.cohorts} .problems=${this.#below('plan')}
        @plan-change=${(event: CustomEvent<Policy['plan']>) => this.#change({ plan: event.detail })}></sy-plan-editor>
      ${this.#problem('plan', true)}
      <div class="field unit">
        <label for="by">Unit <span class="quiet">(optional)</span></label>
        <input id="by" class="input" placeholder="targetingKey" autocomplete="off" spellcheck="false" .value=${by ?? ''}
          @change=${(event: Event) => this.#change({ by: typedIn(event).trim() || null })} />
        <p class="hint">The attribute that stays together, such as <code>company</code>: all of a company's users see a release at the same time.</p>
        ${this.#problem('by')}
      </div>
    `;
  }

  #guard() {
    const { guard, plan } = this.policy;
    return html`
      <sy-guard-editor .guard=${guard} .problems=${this.#below('guard')}
        @guard-change=${(event: CustomEvent<Policy['guard']>) => this.#change({ guard: event.detail })}></sy-guard-editor>
      ${this.#problem('guard', true)}
      ${
        guard !== null && plan.length > 0
          ? html`<section class="sight" aria-labelledby="sight"><h3 id="sight">What it can see</h3><slot name="sight"></slot></section>`
          : nothing
      }
    `;
  }

  #freezes() {
    return html`
      <sy-freezes-editor .freezes=${this.policy.freezes} .problems=${this.#below('freezes')}
        @freezes-change=${(event: CustomEvent<Policy['freezes']>) => this.#change({ freezes: event.detail })}></sy-freezes-editor>
      ${this.#problem('freezes', true)}
    `;
  }

  #role(id: string, label: string, value: string, change: (role: string) => void) {
    const names = Object.fromEntries(
      roles.slice(1).map((role) => [role, role === 'admin' ? 'admins' : `${role}s and above`]),
    );
    return this.#select(id, label, value, names, change);
  }

  #select<Value extends string>(
    id: string,
    label: string,
    value: Value,
    names: Readonly<Record<Value, string>>,
    change: (value: Value) => void,
  ) {
    return html`
      <div class="field">
        <label for=${id}>${label}</label>
        <select id=${id} class="input" @change=${(event: Event) => change(typedIn(event) as Value)}>
          ${Object.entries<string>(names).map(([each, name]) => html`<option value=${each} ?selected=${each === value}>${name}</option>`)}
        </select>
        ${this.#problem(id)}
      </div>
    `;
  }

  #count(name: 'approvals' | 'expressApprovals', label: string, value: number) {
    return html`
      <div class="field">
        <label for=${name}>${label}</label>
        <input id=${name} class="input count" type="number" min="0" max="10" step="1" .value=${String(value)} aria-invalid=${this.#below(name).length > 0}
          @change=${(event: Event) => this.#change({ [name]: Number(typedIn(event)) })} />
        ${this.#problem(name)}
      </div>
    `;
  }

  /** What is wrong with a field; of a list, only what is wrong with it as a whole. */
  #problem(field: string, isList = false) {
    const found = isList
      ? this.#below(field)
          .filter(({ path }) => path.length === 0)
          .map(({ message }) => message)
      : problemsAt(this.problems, field);
    return found.length === 0
      ? nothing
      : html`<p class="problem" role="alert">${found.join(' ')}</p>`;
  }

  #below(field: string): readonly Problem[] {
    return this.problems
      .filter(({ path }) => path[0] === field)
      .map(({ path, message }) => ({ path: path.slice(1), message }));
  }

  #change(detail: Partial<Policy>) {
    this.dispatchEvent(new CustomEvent('policy-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: var(--sy-space-4) var(--sy-space-5); align-items: end; }
      .count { width: 6rem; }
      .sight { display: grid; gap: var(--sy-space-3); padding-top: var(--sy-space-4); border-top: 1px solid var(--sy-line); min-width: 0; }
      .unit { max-width: 30rem; }
      .unit .input { max-width: 16rem; }
    `,
  ];
}

const expressNames: Record<Policy['express'], string> = {
  harmless: 'New switches that are off, nothing else',
  percentages: 'Also percentages, up or down',
  anything: 'Any change',
};
const codeIsThereNames: Record<Policy['whenCodeIsThere'], string> = {
  depart: 'It departs by itself',
  'wait for command': 'It waits for its driver',
};
const codeGoesBackNames: Record<Policy['whenCodeGoesBack'], string> = {
  warn: 'Only warn',
  'roll back': 'Roll back those changes with it',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-policy-form': SyPolicyForm;
  }
}
