import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Attempt } from '../attempt.ts';
import { changes } from '../yard-api.ts';
import '../components/sy-dialog.ts';
import '../components/sy-proposal-fields.ts';
import { completed, noFields, type ProposalFields } from '../components/sy-proposal-fields.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Proposal } from '../yard-types.ts';

/**
 * Edits what is said about a change and the code it needs, and takes edits out of it.
 *
 * @fires proposal-saved - `detail` is the `Proposal`.
 */
@customElement('sy-edit-proposal')
export class SyEditProposal extends LitElement {
  @state() private proposal: Proposal | undefined;
  @state() private fields: ProposalFields = noFields;
  @state() private edits: Proposal['edits'] = [];
  @state() private isOpen = false;
  readonly #attempt = new Attempt(this);

  ask(proposal: Proposal) {
    const { title, description, links, requires, edits } = proposal;
    const fields = { title, description, links, requires };
    Object.assign(this, { proposal, fields, edits, isOpen: true });
    this.#attempt.clear();
  }

  protected override render() {
    const isEmpty = this.fields.title.trim() === '' || this.edits.length === 0;
    return html`
      <sy-dialog label="Edit change ${this.proposal?.number ?? ''}" action="Save" ?open=${this.isOpen} ?disabled=${isEmpty || this.#attempt.isBusy}
        @submit-request=${this.#save} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          <sy-proposal-fields autofocus .fields=${this.fields} @fields-change=${(
            event: CustomEvent<ProposalFields>,
          ) => {
            this.fields = event.detail;
          }}></sy-proposal-fields>
          ${this.#edits()}
        </div>
      </sy-dialog>
    `;
  }

  #edits() {
    const all = this.proposal?.edits ?? [];
    if (all.length < 2) return nothing;
    return html`
      <fieldset>
        <legend>What it edits</legend>
        ${all.map(
          (edit) => html`
            <label class="check"><input type="checkbox" .checked=${this.edits.includes(edit)} @change=${() => this.#toggle(edit)} /><code>${edit.key || edit.kind}</code></label>
          `,
        )}
        ${this.edits.length < all.length ? html`<p class="small quiet">What is taken out voids the approvals.</p>` : nothing}
      </fieldset>
    `;
  }

  #toggle(edit: Proposal['edits'][number]) {
    const all = this.proposal?.edits ?? [];
    const isTaken = this.edits.includes(edit);
    this.edits = all.filter((each) => (each === edit ? !isTaken : this.edits.includes(each)));
  }

  async #save() {
    const { proposal } = this;
    if (proposal === undefined) return;
    const isLess = this.edits.length < proposal.edits.length;
    const isDone = await this.#attempt.run(async () => {
      const detail = await changes.edit(proposal.environment, proposal.number, {
        version: proposal.version,
        ...completed(this.fields),
        ...(isLess && { edits: [...this.edits] }),
      });
      this.dispatchEvent(new CustomEvent('proposal-saved', { detail }));
    });
    if (isDone) this.#close();
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { display: grid; gap: var(--sy-space-2); justify-items: start; }
      legend { margin-bottom: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-edit-proposal': SyEditProposal;
  }
}
