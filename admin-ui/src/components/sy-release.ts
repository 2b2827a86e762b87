import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Change, Release } from '../api-types.ts';
import { statusInWords } from '../model/outcome.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-changes.ts';
import './sy-time.ts';

/**
 * One release as one line of a history, with what it changed.
 *
 * @fires rollback-request
 */
@customElement('sy-release')
export class SyRelease extends LitElement {
  @property({ attribute: false }) release!: Release;
  /** Those to show: all of the release's, or those about one thing. */
  @property({ attribute: false }) changes: readonly Change[] = [];
  @property({ type: Boolean }) revocable = false;

  protected override render() {
    const { environment, number, actor, at, reason, reverts, rolledBackBy, changes, outcome } =
      this.release;
    const status = statusInWords(this.release);
    const others = changes.length - this.changes.length;
    return html`
      <div class="row">
        <strong><a href=${addressOf(['releases', String(number)], { environment })}>Release ${number}</a></strong>
        ${status === undefined ? nothing : html`<span class="tag ${outcome}">${status}</span>`}
        ${reverts === undefined ? nothing : html`<span class="tag">rolls back ${reverts}</span>`}
        ${rolledBackBy === undefined ? nothing : html`<span class="tag undone">rolled back by ${rolledBackBy}</span>`}
        <span class="quiet small">${actor.name}, <sy-time at=${at}></sy-time></span>
        ${
          this.revocable
            ? html`<button class="button small back" aria-label="Roll back release ${number}"
                @click=${() => this.dispatchEvent(new CustomEvent('rollback-request'))}>
                <wa-icon name="rollback"></wa-icon>Roll back</button>`
            : nothing
        }
      </div>
      ${reason ? html`<p class="reason">${reason}</p>` : nothing}
      <sy-changes .changes=${this.changes} without-names></sy-changes>
      ${others > 0 ? html`<p class="quiet small">And ${others} more ${others === 1 ? 'thing' : 'things'} in the same release.</p>` : nothing}
    `;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-2); }
      .back { margin-inline-start: auto; }
      .tag { font-size: var(--sy-text-s); padding: 0 0.5rem; border-radius: 999px; background: var(--sy-action-wash); color: var(--sy-action); }
      strong a { color: inherit; text-decoration: none; }
      strong a:hover { text-decoration: underline; }
      .tag.rolling-out { background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .tag.aborted, .tag.undone { background: var(--sy-sunken); color: var(--sy-ink-quiet); }
      .reason { font-style: italic; overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-release': SyRelease;
  }
}
