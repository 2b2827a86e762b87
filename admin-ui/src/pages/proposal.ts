import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AppState } from '../app-state.ts';
import { numbered } from '../call.ts';
import '../components/sy-approvals.ts';
import '../components/sy-ask-dialog.ts';
import type { SyAskDialog } from '../components/sy-ask-dialog.ts';
import '../components/sy-changes.ts';
import '../components/sy-conflicts.ts';
import '../components/sy-status.ts';
import '../components/sy-time.ts';
import { isRare } from '../live.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { mayExpress, mayPropose } from '../model/permissions.ts';
import { ownId } from '../model/who.ts';
import { timeIn } from '../model/zones.ts';
import { complain } from '../notices.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { changes, train } from '../yard-api.ts';
import type { Choice, Command, Proposal } from '../yard-types.ts';
import './board-dialog.ts';
import type { SyBoardDialog } from './board-dialog.ts';
import './edit-proposal.ts';
import type { SyEditProposal } from './edit-proposal.ts';

/** One change: what it would do, who approved it, what it waits for, and its way onto the train. */
@customElement('sy-proposal')
export class SyProposal extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property({ type: Number }) number = 0;
  @query('sy-board-dialog') private boarding!: SyBoardDialog;
  @query('sy-ask-dialog') private dialog!: SyAskDialog;
  @query('sy-edit-proposal') private editing!: SyEditProposal;
  @state() private isBusy = false;

  readonly #proposal = new Loaded(this, {
    args: () => [this.state.environment.key, this.number],
    load: async (environment: string, number: number) =>
      changes.one(environment, numbered(number, 'There is no such change.')),
    on: (news) =>
      isRare(news) &&
      (news.kind === 'fleet' ||
        (news.environment ?? this.state.environment.key) === this.state.environment.key),
  });

  protected override render() {
    return html`
      <nav class="crumbs small" aria-label="Breadcrumb"><a href=${addressOf(['train'])}>Train</a> / <a href=${addressOf(['changes'])}>Changes</a></nav>
      ${this.#proposal.render((proposal) => this.#page(proposal), skeleton(8))}
      <sy-board-dialog @boarded=${() => this.#proposal.reload()}></sy-board-dialog>
      <sy-edit-proposal @proposal-saved=${(event: CustomEvent<Proposal>) => this.#proposal.set(event.detail)}></sy-edit-proposal>
      <sy-ask-dialog></sy-ask-dialog>
    `;
  }

  #page(proposal: Proposal) {
    const { title, number, author, status, createdAt, description, links, conflicts } = proposal;
    return html`
      <header class="row spread top">
        <div class="grow">
          <h1>${title}</h1>
          <p class="meta quiet"><sy-status status=${status}></sy-status>
            <span>Change ${number} in ${this.state.environment.name}, proposed by ${author.name} <sy-time at=${createdAt}></sy-time></span></p>
        </div>
        ${proposal.canEdit ? html`<button class="button" @click=${() => this.editing.ask(proposal)}><wa-icon name="pencil"></wa-icon>Edit</button>` : nothing}
      </header>
      ${
        conflicts.length > 0
          ? html`<section class="card conflicts"><sy-conflicts .conflicts=${conflicts} ?busy=${this.isBusy} @rebase-request=${this.#rebase}></sy-conflicts></section>`
          : nothing
      }
      ${proposal.problems.map((each) => html`<p class="wrong"><wa-icon name="circle-exclamation"></wa-icon><span>${each}</span></p>`)}
      ${proposal.warnings.map((each) => html`<p class="warning"><wa-icon name="warning"></wa-icon><span>${each}</span></p>`)}
      <div class="columns">
        <div class="stack">
          ${
            description || links.length > 0
              ? html`<section class="card stack" aria-label="About it">
                  ${description ? html`<p class="description">${description}</p>` : nothing}
                  ${links.length > 0 ? html`<ul class="links">${links.map(({ title: name, url }) => html`<li><wa-icon name="link"></wa-icon><a href=${url} rel="noopener noreferrer" target="_blank">${name}</a></li>`)}</ul>` : nothing}
                </section>`
              : nothing
          }
          <section class="card stack" aria-labelledby="edits">
            <h2 id="edits">${isDone(proposal) ? 'What it changed' : 'What it changes'}</h2>
            ${
              proposal.changes.length === 0
                ? html`<p class="quiet">${conflicts.length > 0 ? 'Nothing besides what is in conflict.' : 'Nothing: what it wants is so already.'}</p>`
                : html`<sy-changes .changes=${proposal.changes}></sy-changes>`
            }
          </section>
        </div>
        <div class="stack">
          <section class="card stack" aria-labelledby="ride"><h2 id="ride">Its ride</h2>${this.#ride(proposal)}</section>
          <section class="card"><sy-approvals .proposal=${proposal} me=${ownId(this.state.session)} ?busy=${this.isBusy}
            @approve-request=${() => this.#do(() => changes.approve(this.#where, number, proposal.contentHash))}
            @revoke-request=${() => this.#do(() => changes.revokeApproval(this.#where, number))}></sy-approvals></section>
          ${this.#requires(proposal)}
        </div>
      </div>
    `;
  }

  #ride(proposal: Proposal) {
    const { status, group, release, boardsAt, number } = proposal;
    const yard = addressOf(['train'], { environment: this.#where });
    const may = mayPropose(this.state.environment);
    const mayLeave = may && (status === 'aboard' || boardsAt !== null);
    return html`
      ${group === null ? nothing : html`<p>In <a href=${yard}>group ${group}</a>${status === 'rolling-out' ? `, rolling out as release ${release}` : ''}.</p>`}
      ${boardsAt === null ? nothing : html`<p>Boards by itself ${timeIn(boardsAt.at, boardsAt.timeZone)}.</p>`}
      ${release !== null && status !== 'rolling-out' ? html`<p>${status === 'rolled-back' ? 'Went live as' : 'Live as'} release ${release}. <a href=${addressOf(['log'], { in: this.#where })}>Deploy log</a></p>` : nothing}
      ${status === 'open' && boardsAt === null ? html`<p class="quiet">It waits on the platform.</p>` : nothing}
      ${status === 'withdrawn' ? html`<p class="quiet">None: it was withdrawn.</p>` : nothing}
      <div class="row acts">
        ${
          status === 'open' && boardsAt === null && may
            ? html`
              <button class="button primary" ?disabled=${this.isBusy} @click=${() => this.boarding.ask(this.#where, proposal)}><wa-icon name="train"></wa-icon>Board…</button>
              ${mayExpress(this.state.environment, proposal.extent) ? html`<button class="button" ?disabled=${this.isBusy} title="Past the queue" @click=${() => this.#command({ do: 'express', change: number })}>Leave at once</button>` : nothing}
            `
            : nothing
        }
        ${mayLeave ? html`<button class="button" ?disabled=${this.isBusy} @click=${() => this.#command({ do: 'leave', change: number })}>${boardsAt === null ? 'Leave the train' : 'Cancel boarding'}</button>` : nothing}
        ${status === 'open' && proposal.canEdit ? html`<button class="button danger-quiet" ?disabled=${this.isBusy} @click=${() => this.#withdraw(proposal)}>Withdraw</button>` : nothing}
      </div>
    `;
  }

  #requires({ requires, waitsFor, status }: Proposal) {
    const isMet = requires.length > 0 && waitsFor.length === 0;
    return html`
      <section class="card stack" aria-labelledby="requires">
        <h2 id="requires">Required code</h2>
        ${
          requires.length === 0
            ? html`<p class="quiet">None: it works with the code that runs.</p>`
            : html`<ul>${requires.map(({ app, version }) => html`<li><code>${app}</code> ${version} or later</li>`)}</ul>`
        }
        ${waitsFor.map((each) => html`<p class="warning"><wa-icon name="clock"></wa-icon><span>Waits for ${each}</span></p>`)}
        ${isMet && (status === 'open' || status === 'aboard') ? html`<p class="small met"><wa-icon name="check"></wa-icon>It runs everywhere.</p>` : nothing}
      </section>
    `;
  }

  get #where() {
    return this.state.environment.key;
  }

  #rebase(event: CustomEvent<readonly Choice[]>) {
    const { value } = this.#proposal;
    if (value === undefined) return;
    void this.#do(() =>
      changes.rebase(this.#where, value.number, value.version, [...event.detail]),
    );
  }

  #withdraw({ number, title }: Proposal) {
    this.dialog.ask({
      label: `Withdraw ${title}`,
      text: 'It stays in the list, but can no longer board.',
      action: 'Withdraw',
      isDangerous: true,
      act: async (reason) =>
        this.#proposal.set(await changes.withdraw(this.#where, number, reason)),
    });
  }

  #command(command: Command) {
    return this.#do(async () => {
      await train.command(this.#where, command);
      return changes.one(this.#where, this.number);
    });
  }

  async #do(act: () => Promise<Proposal>) {
    this.isBusy = true;
    try {
      this.#proposal.set(await act());
    } catch (thrown) {
      complain(thrown);
      await this.#proposal.reload();
    }
    this.isBusy = false;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-5); }
      .crumbs { margin-bottom: calc(-1 * var(--sy-space-4)); }
      .top { align-items: start; }
      h1 { overflow-wrap: anywhere; }
      .meta { display: flex; flex-wrap: wrap; align-items: center; gap: var(--sy-space-1) var(--sy-space-3); margin-top: var(--sy-space-1); }
      .columns { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: var(--sy-space-5); align-items: start; }
      .description { white-space: pre-wrap; overflow-wrap: anywhere; }
      .links li { display: flex; gap: var(--sy-space-2); align-items: center; overflow-wrap: anywhere; }
      .conflicts { border-color: var(--sy-conditional); }
      .wrong { display: flex; gap: var(--sy-space-2); padding: var(--sy-space-3); border-radius: var(--sy-radius); background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .met { display: flex; gap: var(--sy-space-2); align-items: center; color: var(--sy-on-ink); }
      .acts:not(:has(*)) { display: none; }
      h2 { font-size: var(--sy-text-m); }
      @media (max-width: 1000px) { .columns { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];
}

const isDone = ({ status }: Proposal) => status === 'arrived' || status === 'rolled-back';

declare global {
  interface HTMLElementTagNameMap {
    'sy-proposal': SyProposal;
  }
}
