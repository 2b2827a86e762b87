import { describeRule, type Rule, type Variant } from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { newRuleId } from '../model/quick.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Known } from './field-inputs.ts';
import './sy-conditions-editor.ts';
import './sy-serve-editor.ts';

/**
 * The rules of a switch, in the order they are asked: stations on one line.
 *
 * @fires rules-change - `detail` is the new list.
 */
@customElement('sy-rules-editor')
export class SyRulesEditor extends LitElement {
  @property({ attribute: false }) rules: readonly Rule[] = [];
  @property({ attribute: false }) variants: readonly Variant[] = [];
  @property({ attribute: false }) known: Known = { attributes: [], segments: [], cohorts: [] };
  /** What is wrong, by the id of the rule. */
  @property({ attribute: false }) problems: ReadonlyMap<string, readonly string[]> = new Map();
  /** For who may look only: the rules in words. */
  @property({ type: Boolean }) disabled = false;
  @state() private dragged: string | undefined;
  @state() private over: string | undefined;

  protected override render() {
    return html`
      <ol>
        ${repeat(this.rules, ({ id }) => id, this.disabled ? this.#inWords : this.#rule)}
        <li class="last">
          <span class="station" aria-hidden="true"></span>
          <p class="quiet">Everybody${this.rules.length > 0 ? ' else' : ''}: <strong>off</strong></p>
        </li>
      </ol>
      ${this.disabled ? nothing : html`<button type="button" class="button" @click=${this.#add}><wa-icon name="plus"></wa-icon>Add rule</button>`}
    `;
  }

  readonly #inWords = (rule: Rule, at: number) => html`
    <li>
      <span class="station" aria-hidden="true">${at + 1}</span>
      <div class="body">
        ${rule.name ? html`<strong>${rule.name}</strong>` : nothing}
        <p>${describeRule(rule)}</p>
      </div>
    </li>
  `;

  readonly #rule = (rule: Rule, at: number) => {
    const name = `rule ${at + 1}`;
    const problems = this.problems.get(rule.id) ?? [];
    const isSplit = typeof rule.serve === 'object' && 'split' in rule.serve;
    const serve = html`
      <sy-serve-editor label="Serve of ${name}" .serve=${rule.serve} .variants=${this.variants} .attributeNames=${this.known.attributes}
        @serve-change=${(event: CustomEvent<Rule['serve']>) => this.#replace({ ...rule, serve: event.detail })}
      ></sy-serve-editor>
    `;
    return html`
      <li
        class="rule ${this.over === rule.id ? 'over' : ''} ${this.dragged === rule.id ? 'dragged' : ''}"
        @dragover=${(event: DragEvent) => this.#dragOver(event, rule.id)} @drop=${(event: DragEvent) => this.#drop(event, at)}
      >
        <span class="station" aria-hidden="true">${at + 1}</span>
        <div class="body" role="group" aria-label="Rule ${at + 1}">
          <div class="head">
            <span class="grip" title="Drag to reorder" draggable="true"
              @dragstart=${(event: DragEvent) => this.#dragStart(event, rule.id)} @dragend=${this.#dragEnd}>
              <wa-icon name="grip"></wa-icon>
            </span>
            <input class="input name" aria-label="Name of ${name}" placeholder="Rule ${at + 1}" .value=${rule.name ?? ''}
              @input=${(event: Event) => this.#rename(rule, typedIn(event))} />
            <span class="tools">
              ${this.#tool('arrow-up', `Move ${name} up`, at === 0, () => this.#move(at, at - 1))}
              ${this.#tool('arrow-down', `Move ${name} down`, at === this.rules.length - 1, () => this.#move(at, at + 1))}
              ${this.#tool('trash', `Remove ${name}`, false, () => this.#change(this.rules.filter((each) => each !== rule)))}
            </span>
          </div>
          <sy-conditions-editor .conditions=${rule.conditions} .known=${this.known}
            @conditions-change=${(event: CustomEvent<Rule['conditions']>) => this.#replace({ ...rule, conditions: event.detail })}
          >
            ${isSplit ? nothing : serve}
          </sy-conditions-editor>
          ${isSplit ? serve : nothing}
          ${problems.length > 0 ? html`<ul class="problem">${problems.map((each) => html`<li>${each}</li>`)}</ul>` : nothing}
        </div>
      </li>
    `;
  };

  #tool(icon: string, label: string, disabled: boolean, act: () => void) {
    return html`
      <button type="button" class="button plain icon small" aria-label=${label} ?disabled=${disabled} @click=${act}>
        <wa-icon name=${icon}></wa-icon>
      </button>
    `;
  }

  #add() {
    const rule: Rule = {
      id: newRuleId(this.rules),
      conditions: [{ type: 'attribute-in', attribute: '', values: [] }],
      serve: 'on',
    };
    this.#change([...this.rules, rule]);
  }

  #rename(rule: Rule, name: string) {
    const { name: _, ...others } = rule;
    this.#replace(name.trim() === '' ? others : { ...others, name });
  }

  #replace(rule: Rule) {
    this.#change(this.rules.map((each) => (each.id === rule.id ? rule : each)));
  }

  #move(from: number, to: number) {
    const rules = [...this.rules];
    rules.splice(to, 0, ...rules.splice(from, 1));
    this.#change(rules);
  }

  #dragStart(event: DragEvent, id: string) {
    this.dragged = id;
    event.dataTransfer?.setData('text/plain', id);
    const rule = (event.target as HTMLElement).closest('.rule');
    if (rule !== null) event.dataTransfer?.setDragImage(rule, 24, 24);
  }

  #dragOver(event: DragEvent, id: string) {
    if (this.dragged === undefined) return;
    event.preventDefault();
    this.over = id;
  }

  #drop(event: DragEvent, at: number) {
    event.preventDefault();
    const from = this.rules.findIndex(({ id }) => id === this.dragged);
    if (from !== -1 && from !== at) this.#move(from, at);
    this.#dragEnd();
  }

  #dragEnd() {
    this.dragged = undefined;
    this.over = undefined;
  }

  #change(detail: readonly Rule[]) {
    this.dispatchEvent(new CustomEvent('rules-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); justify-items: start; }
      ol { width: 100%; display: grid; }
      ol > li { position: relative; display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: var(--sy-space-3); padding-bottom: var(--sy-space-4); }
      ol > li::before { content: ''; position: absolute; left: calc(1rem - 1px); top: 0.6rem; bottom: -0.6rem; width: 2px; background: var(--sy-line-strong); opacity: 0.6; }
      ol > .last::before { display: none; }
      .last { align-items: center; padding-bottom: 0; }
      .station {
        position: relative; display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 50%; font-weight: 650; font-size: var(--sy-text-s);
        background: var(--sy-surface); border: 2px solid var(--sy-line-strong); margin-top: 0.6rem;
      }
      .last .station { width: 1rem; height: 1rem; margin: 0 0.5rem; background: var(--sy-line-strong); }
      .body { display: grid; gap: var(--sy-space-3); min-width: 0; padding: var(--sy-space-3) var(--sy-space-4); border: 1px solid var(--sy-line); border-radius: var(--sy-radius); background: var(--sy-raised); }
      .head { display: flex; align-items: center; gap: var(--sy-space-2); }
      .grip { cursor: grab; color: var(--sy-ink-quiet); display: grid; }
      .name { flex: 1; border-color: transparent; background: transparent; font-weight: 600; padding-inline: 0.4rem; text-overflow: ellipsis; }
      .name::placeholder { color: var(--sy-ink); opacity: 1; }
      .tools { display: flex; }
      .over .body { border-color: var(--sy-action); box-shadow: 0 0 0 1px var(--sy-action); }
      .dragged { opacity: 0.5; }
      @media (max-width: 640px) {
        ol > li { grid-template-columns: 1.5rem minmax(0, 1fr); gap: var(--sy-space-2); }
        ol > li::before { left: calc(0.75rem - 1px); }
        .station { width: 1.5rem; height: 1.5rem; }
        .last .station { margin: 0 0.25rem; }
        .body { padding: var(--sy-space-3); }
        .grip { display: none; }
        .tools .button { width: 1.7rem; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-rules-editor': SyRulesEditor;
  }
}
