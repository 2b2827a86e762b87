import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Proposal } from '../yard-types.ts';
import './sy-time.ts';

/**
 * Who approved a change, and how many still have to.
 *
 * @fires approve-request
 * @fires revoke-request
 */
@customElement('sy-approvals')
export class SyApprovals extends LitElement {
  @property({ attribute: false }) proposal!: Proposal;
  /** The id of who looks at it. */
  @property() me = '';
  @property({ type: Boolean }) busy = false;

  protected override render() {
    const { approvals, approvalsNeeded } = this.proposal;
    const isEnough = approvals.length >= approvalsNeeded;
    return html`
      <h2>Approvals</h2>
      <p class=${isEnough ? 'enough' : ''}>
        ${isEnough ? html`<wa-icon name="check"></wa-icon>` : nothing}
        ${approvalsNeeded === 0 ? 'None needed here.' : `${approvals.length} of ${approvalsNeeded}`}
      </p>
      <ul>${approvals.map(({ actor, at }) => html`<li><strong>${actor.name}</strong> <span class="quiet small"><sy-time at=${at}></sy-time></span></li>`)}</ul>
      ${this.#act()}
      ${approvalsNeeded === 0 ? nothing : html`<p class="quiet small">An approval is for exactly these edits: whoever changes one of them voids it. A rebase without conflicts keeps it.</p>`}
    `;
  }

  #act() {
    const { approvals, approvalsNeeded, author, canApprove, status } = this.proposal;
    if (approvals.some(({ actor }) => actor.id === this.me)) {
      return html`<button class="button" ?disabled=${this.busy} @click=${() => this.#ask('revoke-request')}>Revoke my approval</button>`;
    }
    if (canApprove) {
      return html`<button class="button ${approvalsNeeded > approvals.length ? 'primary' : ''}" ?disabled=${this.busy} @click=${() => this.#ask('approve-request')}>Approve</button>`;
    }
    if (approvalsNeeded === 0 || (status !== 'open' && status !== 'aboard')) return nothing;
    return html`<p class="small">${
      author.id === this.me
        ? 'You proposed it, so somebody else approves it.'
        : 'Your role here may not approve.'
    }</p>`;
  }

  #ask(name: string) {
    this.dispatchEvent(new CustomEvent(name));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-3); justify-items: start; }
      h2 { font-size: var(--sy-text-m); }
      .enough { color: var(--sy-on-ink); display: flex; align-items: center; gap: var(--sy-space-2); }
      ul:empty { display: none; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-approvals': SyApprovals;
  }
}
