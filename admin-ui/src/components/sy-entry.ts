import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Entry } from '../api-types.ts';
import { kindNames, markOf } from '../model/outcome.ts';
import { clockTime, fullTime } from '../model/times.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-changes.ts';
import './sy-ending.ts';

/**
 * One line of the deploy log, which leads to its page.
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
  @state() private isOpen = false;

  protected override render() {
    const {
      seq,
      at,
      kind,
      title,
      reason,
      release,
      rolledBackBy,
      changes = [],
      outcome,
    } = this.entry;
    const isUndone = rolledBackBy !== undefined || outcome?.action === 'abort';
    return html`
      <article class="${markOf(this.entry)} ${isUndone ? 'undone' : ''}" aria-labelledby="title">
        <time datetime=${at} title=${fullTime(at)}>${clockTime(at)}</time>
        <span class="mark" aria-hidden="true"></span>
        <div class="body">
          <h3 id="title"><a class=${kind} href=${addressOf(['log', String(seq)])}>${title}</a></h3>
          <div class="facts">${this.#facts()}</div>
          ${reason ? html`<p class="reason">“${reason}”</p>` : nothing}
          ${outcome?.reason ? html`<p class="reason">“${outcome.reason}”${this.#endedBy(outcome)}</p>` : nothing}
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

  /** Who ended it, if it was somebody else. */
  #endedBy({ actor }: NonNullable<Entry['outcome']>) {
    return actor.id === this.entry.actor.id
      ? nothing
      : html` <span class="quiet">— ${actor.name}</span>`;
  }

  #facts() {
    const { kind, actor, app, release, reverts, rolledBackBy, deploy, train, outcome, isRunning } =
      this.entry;
    const riders = train?.riders.length ?? 0;
    return html`
      <span class="kind">${kindNames[kind]}</span>
      ${outcome || isRunning ? html`<sy-ending .entry=${this.entry}></sy-ending>` : nothing}
      <span>${deploy?.by ?? actor.name}</span>
      ${this.place ? html`<span class="place">${this.place}</span>` : nothing}
      ${app && kind !== 'code' ? html`<span>${app}</span>` : nothing}
      ${release === undefined ? nothing : html`<a href=${addressOf(['releases', String(release)], { environment: this.entry.environment })}>release ${release}</a>`}
      ${riders > 1 ? html`<span>${riders} changes on the train</span>` : nothing}
      ${train && train.overridden.length > 0 ? html`<span class="tag">overridden</span>` : nothing}
      ${reverts === undefined ? nothing : html`<span class="tag">rolls back ${reverts}</span>`}
      ${rolledBackBy === undefined ? nothing : html`<span class="tag">rolled back by release ${rolledBackBy}</span>`}
    `;
  }

  #toggle() {
    this.isOpen = !this.isOpen;
  }

  static override styles = [
    base,
    controls,
    css`
      article { display: grid; grid-template-columns: 3.2rem 1rem minmax(0, 1fr) auto; gap: 0 var(--sy-space-3); padding-block: var(--sy-space-3); position: relative; }
      article::before { content: ''; position: absolute; left: calc(3.2rem + var(--sy-space-3) + 0.5rem - 1px); top: 0; bottom: 0; width: 2px; background: var(--sy-line); }
      time { text-align: end; font-size: var(--sy-text-s); padding-top: 0.1rem; color: var(--sy-ink-quiet); }
      .mark { --ring: 0 0 0 4px var(--mark-ground, var(--sy-surface)); position: relative; width: 0.9rem; height: 0.9rem; margin: 0.3rem 0.05rem; border-radius: 50%; background: var(--sy-action); box-shadow: var(--ring); }
      .code .mark { border-radius: 2px; transform: rotate(45deg) scale(0.85); background: light-dark(#6b5a94, #b8a5e3); }
      .back .mark { background: var(--sy-conditional); }
      .kill .mark { background: var(--sy-danger); border-radius: 3px; }
      .note .mark, .audit .mark { background: var(--mark-ground, var(--sy-surface)); border: 2px solid var(--sy-line-strong); }
      .note .mark { border-radius: 3px; height: 0.7rem; margin-top: 0.4rem; }
      .audit .mark, .stage .mark { transform: scale(0.65); }
      .stage h3 { font-weight: 450; color: var(--sy-ink-quiet); }
      .body { display: grid; gap: 0.15rem; min-width: 0; }
      h3 { font-weight: 550; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
      h3 a { color: inherit; text-decoration: none; }
      h3 a:hover { text-decoration: underline; text-decoration-color: var(--sy-ink-quiet); }
      .note h3 { -webkit-line-clamp: 6; white-space: pre-line; }
      .audit h3 { font-weight: 450; }
      .undone h3 a { text-decoration: line-through; text-decoration-color: var(--sy-ink-quiet); color: var(--sy-ink-quiet); }
      .facts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--sy-space-3); font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      .facts:empty { display: none; }
      .kind { font-weight: 600; color: var(--sy-ink); }
      .place { font-weight: 600; color: var(--sy-action); }
      :host([guarded]) .place { color: var(--sy-danger-ink); }
      .tag { padding: 0 0.5rem; border-radius: 999px; background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .reason { font-style: italic; overflow-wrap: anywhere; }
      .reason .quiet { font-style: normal; }
      sy-changes { margin-top: var(--sy-space-2); }
      .acts { display: flex; gap: var(--sy-space-1); align-items: start; }
      .acts .button { margin-block: -0.2rem; }
      @media (max-width: 640px) {
        article { grid-template-columns: 1rem minmax(0, 1fr); }
        article::before { left: calc(0.5rem - 1px); }
        time { grid-column: 2; grid-row: 1; text-align: start; }
        .mark { grid-column: 1; grid-row: 1; margin-top: 0.2rem; }
        .body, .acts { grid-column: 2; }
        .acts .button:first-child { margin-inline-start: -0.6rem; }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-entry': SyEntry;
  }
}
