import {
  problemsWithSwitch,
  type Requirement,
  type Rule,
  type Switch,
  type Variant,
} from '@switchyard/core';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EnvironmentState } from '../api-types.ts';
import type { Known } from '../components/field-inputs.ts';
import '../components/sy-requires-editor.ts';
import '../components/sy-rules-editor.ts';
import '../components/sy-toggle.ts';
import '../components/sy-variants-editor.ts';
import { attributesIn } from '../model/evaluation.ts';
import { typedIn } from '../model/typed-in.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Everything a switch is made of in one environment.
 *
 * @fires definition-change - `detail` holds the fields to set; undefined removes one.
 */
@customElement('sy-switch-definition')
export class SySwitchDefinition extends LitElement {
  @property({ attribute: false }) shown!: Switch;
  @property({ attribute: 'switch-key' }) switchKey = '';
  @property({ attribute: false }) surroundings!: EnvironmentState;
  @property({ attribute: false }) requiredBy: readonly string[] = [];
  @property({ type: Boolean }) disabled = false;

  protected override render() {
    const { shown, disabled } = this;
    const known = this.#known();
    return html`
      <section class="card stack" aria-labelledby="rules">
        <div>
          <h2 id="rules">Rules</h2>
          <p class="quiet small">${
            shown.state === 'conditional'
              ? 'Asked from top to bottom; the first whose conditions all hold decides.'
              : `Not asked while the switch is ${shown.state}. They count when it is conditional.`
          }</p>
        </div>
        <sy-rules-editor .rules=${shown.rules} .variants=${shown.variants} .known=${known} .problems=${this.#ruleProblems()} ?disabled=${disabled}
          @rules-change=${(event: CustomEvent<readonly Rule[]>) => this.#change({ rules: event.detail })}></sy-rules-editor>
      </section>
      <details class="card" ?open=${shown.variants.length > 0}>
        <summary><h2>Variants</h2><span class="quiet">${shown.variants.length || 'none: it is on or off'}</span></summary>
        <sy-variants-editor .variants=${shown.variants} default-variant=${shown.defaultVariant ?? ''} ?disabled=${disabled}
          @variants-change=${(event: CustomEvent<{ variants: readonly Variant[] }>) => this.#change(event.detail)}></sy-variants-editor>
      </details>
      <details class="card" ?open=${shown.requires.length > 0}>
        <summary><h2>Requires</h2><span class="quiet">${shown.requires.length || 'nothing'}</span></summary>
        <div class="stack">
          <p class="quiet small">Off for everybody for whom one of these is not so.</p>
          <sy-requires-editor .requires=${shown.requires} .offered=${this.#others()} ?disabled=${disabled}
            @requires-change=${(event: CustomEvent<readonly Requirement[]>) => this.#change({ requires: event.detail })}></sy-requires-editor>
        </div>
      </details>
      ${
        this.requiredBy.length === 0
          ? nothing
          : html`<p class="small by">Required by ${this.requiredBy.map(
              (key, at) =>
                html`${at > 0 ? ', ' : ''}<a href=${addressOf(['switches', key])}>${key}</a>`,
            )}.</p>`
      }
      <details class="card">
        <summary><h2>Advanced</h2><span class="quiet">browsers, salt</span></summary>
        <div class="stack">
          <div>
            <sy-toggle label="Browsers are told of this switch" ?on=${shown.clientSide} ?disabled=${disabled}
              @toggle-request=${(event: CustomEvent<boolean>) => this.#change({ clientSide: event.detail })}></sy-toggle>
            <p class="quiet small">With a browser key, anybody can read a switch that is told to browsers.</p>
          </div>
          <div class="field salt">
            <label for="salt">Salt</label>
            <input id="salt" class="input mono" placeholder=${this.switchKey} .value=${shown.salt ?? ''} ?disabled=${disabled} aria-describedby="salt-hint"
              @change=${(event: Event) => this.#change({ salt: typedIn(event).trim() || undefined })} />
            <p id="salt-hint" class="hint">Two switches with one salt roll out to the same users.
              <strong>Changing it deals everybody anew:</strong> users who have the switch by a percentage may lose it.</p>
          </div>
        </div>
      </details>
    `;
  }

  #known(): Known {
    const { ruleset } = this.surroundings;
    return {
      attributes: attributesIn(ruleset),
      segments: Object.keys(ruleset.segments),
      cohorts: Object.keys(ruleset.cohorts),
    };
  }

  /** What may be required, with the variants it has. */
  #others(): Readonly<Record<string, readonly string[]>> {
    const { [this.switchKey]: _, ...others } = this.surroundings.ruleset.switches;
    return Object.fromEntries(
      Object.entries(others).map(([key, { variants }]) => [key, variants.map((each) => each.key)]),
    );
  }

  #ruleProblems(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { path, message } of problemsWithSwitch(this.switchKey, this.shown)) {
      const id = path[0] === 'rules' ? this.shown.rules[Number(path[1])]?.id : undefined;
      if (id !== undefined) found.set(id, [...(found.get(id) ?? []), message]);
    }
    return found;
  }

  #change(detail: { readonly [Field in keyof Switch]?: Switch[Field] | undefined }) {
    this.dispatchEvent(new CustomEvent('definition-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); min-width: 0; }
      details { padding-block: var(--sy-space-3); }
      summary { cursor: pointer; list-style: none; display: flex; align-items: baseline; gap: var(--sy-space-3); }
      summary::after { content: ''; width: 0.5rem; height: 0.5rem; margin-inline-start: auto; border: solid var(--sy-ink-quiet); border-width: 0 2px 2px 0; transform: rotate(45deg) translate(-0.2rem, -0.2rem); }
      details[open] summary::after { transform: rotate(225deg) translate(-0.2rem, -0.2rem); }
      summary::-webkit-details-marker { display: none; }
      details[open] summary { margin-bottom: var(--sy-space-4); }
      details[open] { padding-bottom: var(--sy-space-5); }
      .by { padding-inline: var(--sy-space-5); }
      .salt { max-width: 28rem; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-definition': SySwitchDefinition;
  }
}
