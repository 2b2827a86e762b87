import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Entry } from '../api-types.ts';
import { clockTime, fullTime } from '../model/times.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-changes.ts';

/**
 * One line of the deploy log.
 *
 * @fires rollback-request
 */
@customElement('sy-entry')
export class SyEntry extends LitElement {
  @property({ attribute: false }) entry!: Entry;
  /** The environment's name, where there is one. */
  @property() place = '';
  @property({ type: Boolean, reflect: true }) guarded = false;
  @property({ type: Boolean }) revocable = false;
  @property({ type: Boolean }) open = false;
  @state() private isOpen = false;

  override willUpdate() {
    if (this.open) this.isOpen = true;
  }

  protected override render() {
    const {
      seq,
      at,
      kind,
      actor,
      action,
      title,
      reason,
      release,
      reverts,
      rolledBackBy,
      changes = [],
    } = this.entry;
    return html`
      <article class="${kind} ${action} ${rolledBackBy === undefined ? '' : 'undone'}" aria-labelledby="title">
        <time datetime=${at} title=${fullTime(at)}><a href=${addressOf(['log', String(seq)])}>${clockTime(at)}</a></time>
        <span class="lamp" aria-hidden="true"></span>
        <div class="body">
          <h3 id="title">${title}</h3>
          <div class="facts">
            <span>${actor.name}</span>
            ${this.place ? html`<span class="place">${this.place}</span>` : nothing}
            ${release === undefined ? nothing : html`<span>release ${release}</span>`}
            ${reverts === undefined ? nothing : html`<span class="tag">rolls back ${reverts}</span>`}
            ${rolledBackBy === undefined ? nothing : html`<span class="tag">rolled back by release ${rolledBackBy}</span>`}
          </div>
          ${reason ? html`<p class="reason">“${reason}”</p>` : nothing}
          ${this.isOpen && changes.length > 0 ? html`<sy-changes .changes=${changes}></sy-changes>` : nothing}
        </div>
        <div class="acts">
          ${
            changes.length === 0
              ? nothing
              : html`<button class="button plain small" aria-expanded=${this.isOpen} aria-label="What changed in entry ${seq}" @click=${this.#toggle}>
                  ${this.isOpen ? 'Hide' : 'What changed'}</button>`
          }
          ${
            this.revocable && release !== undefined
              ? html`<button class="button plain small" aria-label="Roll back release ${release}"
                  @click=${() => this.dispatchEvent(new CustomEvent('rollback-request'))}>
                  <wa-icon name="rollback"></wa-icon>Roll back</button>`
              : nothing
          }
        </div>
      </article>
    `;
  }

  #toggle() {
    this.open = false;
    this.isOpen = !this.isOpen;
  }

  static override styles = [
    base,
    controls,
    css`
      article { display: grid; grid-template-columns: 3.2rem 1rem minmax(0, 1fr) auto; gap: 0 var(--sy-space-3); padding-block: var(--sy-space-3); position: relative; }
      article::before { content: ''; position: absolute; left: calc(3.2rem + var(--sy-space-3) + 0.5rem - 1px); top: 0; bottom: 0; width: 2px; background: var(--sy-line); }
      time { text-align: end; font-size: var(--sy-text-s); padding-top: 0.1rem; }
      time a { color: var(--sy-ink-quiet); text-decoration: none; }
      time a:hover { text-decoration: underline; }
      .lamp { position: relative; width: 0.9rem; height: 0.9rem; margin: 0.3rem 0.05rem; border-radius: 50%; background: var(--sy-action); box-shadow: 0 0 0 4px var(--lamp-ground, var(--sy-surface)); }
      .rollback .lamp, .restore .lamp { background: var(--sy-conditional); }
      .kill .lamp { background: var(--sy-danger); border-radius: 3px; }
      .audit .lamp, .note .lamp { background: var(--lamp-ground, var(--sy-surface)); border: 2px solid var(--sy-line-strong); }
      .body { display: grid; gap: 0.15rem; min-width: 0; }
      h3 { font-weight: 550; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
      .undone h3 { text-decoration: line-through; text-decoration-color: var(--sy-ink-quiet); color: var(--sy-ink-quiet); }
      .facts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--sy-space-3); font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .place { font-weight: 600; color: var(--sy-action); }
      :host([guarded]) .place { color: var(--sy-danger-ink); }
      .tag { padding: 0 0.5rem; border-radius: 999px; background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .reason { font-style: italic; overflow-wrap: anywhere; }
      sy-changes { margin-top: var(--sy-space-2); }
      .acts { display: flex; gap: var(--sy-space-1); align-items: start; }
      .acts .button { margin-block: -0.2rem; }
      @media (max-width: 640px) {
        article { grid-template-columns: 1rem minmax(0, 1fr); }
        article::before { left: calc(0.5rem - 1px); }
        time { grid-column: 2; grid-row: 1; text-align: start; }
        .lamp { grid-column: 1; grid-row: 1; margin-top: 0.2rem; }
        .body, .acts { grid-column: 2; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-entry': SyEntry;
  }
}
