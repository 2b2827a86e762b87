import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Attempt } from '../attempt.ts';
import '../components/sy-dialog.ts';
import '../components/sy-place-input.ts';
import type { Boarding } from '../components/sy-place-input.ts';
import { aboardOf } from '../model/yard.ts';
import { base } from '../styles/base.ts';
import { train } from '../yard-api.ts';
import type { Yard } from '../yard-types.ts';

/**
 * Lets a change board: where, and when.
 *
 * @fires boarded
 */
@customElement('sy-board-dialog')
export class SyBoardDialog extends LitElement {
  @state() private environment = '';
  @state() private change = 0;
  @state() private subject = '';
  @state() private isOpen = false;
  @state() private yard: Yard | undefined;
  @state() private boarding: Boarding | undefined;
  readonly #attempt = new Attempt(this);

  async ask(environment: string, { number, title }: { number: number; title: string }) {
    Object.assign(this, {
      environment,
      change: number,
      subject: title,
      isOpen: true,
      yard: undefined,
    });
    await this.#attempt.run(async () => {
      this.yard = await train.yard(environment);
    });
  }

  protected override render() {
    return html`
      <sy-dialog label="Board: ${this.subject}" action="Board" icon="train" ?open=${this.isOpen} ?disabled=${this.boarding === undefined || this.#attempt.isBusy}
        @submit-request=${this.#submit} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          ${
            this.yard && this.isOpen
              ? html`<sy-place-input .aboard=${aboardOf(this.yard)} @boarding-change=${(
                  event: CustomEvent<Boarding | null>,
                ) => {
                  this.boarding = event.detail ?? undefined;
                }}></sy-place-input>`
              : nothing
          }
        </div>
      </sy-dialog>
    `;
  }

  async #submit() {
    const { boarding } = this;
    if (boarding === undefined) return;
    const isDone = await this.#attempt.run(() =>
      train.command(this.environment, { do: 'board', change: this.change, ...boarding }),
    );
    if (!isDone) return;
    this.#close();
    this.dispatchEvent(new CustomEvent('boarded'));
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = base;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-board-dialog': SyBoardDialog;
  }
}
