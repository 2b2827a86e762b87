import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Change } from '../api-types.ts';
import { excerpt, jsonDiff } from '../model/json-diff.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/** Changes in words, and on request as JSON: what was, what is. */
@customElement('sy-changes')
export class SyChanges extends LitElement {
  @property({ attribute: false }) changes: readonly Change[] = [];
  /** Leaves out the name of the thing where it is clear. */
  @property({ type: Boolean, attribute: 'without-names' }) withoutNames = false;
  @state() private isOpen = false;

  protected override render() {
    return html`
      ${this.changes.map(
        (change) => html`
          <div class="change">
            ${this.withoutNames ? nothing : html`<h4>${kindNames[change.kind]} <code>${change.key}</code></h4>`}
            <ul>${wordsOf(change).map((words) => html`<li>${words}</li>`)}</ul>
            ${this.isOpen ? this.#diff(change) : nothing}
          </div>
        `,
      )}
      <button type="button" class="button plain small" aria-expanded=${this.isOpen} @click=${this.#toggle}>
        <wa-icon name="code"></wa-icon>${this.isOpen ? 'Hide JSON' : 'Show as JSON'}
      </button>
    `;
  }

  #diff({ before, after }: Change) {
    return html`
      <pre tabindex="0" aria-label="Difference as JSON">${excerpt(jsonDiff(before, after)).map(
        (line) =>
          html`<span class=${line ? classes[line.sign] : 'gap'}>${line ? `${line.sign} ${line.text}` : '  …'}</span>`,
      )}</pre>
    `;
  }

  #toggle() {
    this.isOpen = !this.isOpen;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-2); justify-items: start; }
      .change { display: grid; gap: var(--sy-space-1); width: 100%; min-width: 0; }
      h4 { font-size: var(--sy-text-s); font-weight: 600; color: var(--sy-ink-quiet); }
      h4 code { color: var(--sy-ink); }
      li { overflow-wrap: anywhere; }
      pre {
        margin: var(--sy-space-1) 0 0; padding: var(--sy-space-3); overflow-x: auto; max-height: 24rem; border-radius: var(--sy-radius);
        background: var(--sy-sunken); font: 0.8rem / 1.5 var(--sy-mono);
      }
      pre span { display: block; }
      .gap { color: var(--sy-ink-quiet); }
      .went { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .came { background: var(--sy-on-wash); color: var(--sy-on-ink); }
      .button { margin-inline-start: -0.65rem; }
    `,
  ];
}

const classes = { '-': 'went', '+': 'came', ' ': '' };
const kindNames = {
  switch: 'Switch',
  segment: 'Segment',
  cohort: 'Cohort',
  'internal-users': 'List',
};

/** A change that nobody has words for is still one. */
function wordsOf({ words, before, after }: Change): readonly string[] {
  if (words.length > 0) return words;
  if (before === null) return ['created'];
  return [after === null ? 'deleted' : 'changed'];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-changes': SyChanges;
  }
}
