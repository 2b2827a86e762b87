import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Attempt } from '../attempt.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-dialog.ts';

export interface Question {
  readonly label: string;
  /** What it will do. */
  readonly text: string;
  readonly action: string;
  readonly icon?: string;
  readonly isDangerous?: boolean;
  readonly isReasonRequired?: boolean;
  readonly placeholder?: string;
  act(reason: string): Promise<unknown>;
}

/** Asks for a reason, does what it was asked for, and stays open with the words of a refusal. */
@customElement('sy-ask-dialog')
export class SyAskDialog extends LitElement {
  @state() private question: Question | undefined;
  @state() private isOpen = false;
  @state() private reason = '';
  readonly #attempt = new Attempt(this);

  ask(question: Question) {
    Object.assign(this, { question, isOpen: true, reason: '' });
    this.#attempt.clear();
  }

  protected override render() {
    const { question, reason } = this;
    const isMissing = question?.isReasonRequired === true && reason.trim() === '';
    return html`
      <sy-dialog label=${question?.label ?? ''} action=${question?.action ?? ''} icon=${question?.icon ?? ''} ?dangerous=${question?.isDangerous}
        ?open=${this.isOpen} ?disabled=${isMissing || this.#attempt.isBusy}
        @submit-request=${this.#submit} @close-request=${this.#close}>
        <div class="stack">
          ${this.#attempt.render()}
          <p>${question?.text}</p>
          <div class="field">
            <label for="reason">Reason ${question?.isReasonRequired ? nothing : html`<span class="quiet">(optional)</span>`}</label>
            <input id="reason" class="input" autofocus maxlength="500" autocomplete="off" placeholder=${question?.placeholder ?? ''} ?required=${question?.isReasonRequired}
              .value=${reason} @input=${(event: Event) => {
                this.reason = typedIn(event);
              }} />
          </div>
        </div>
      </sy-dialog>
    `;
  }

  async #submit() {
    const { question } = this;
    if (question === undefined) return;
    const isDone = await this.#attempt.run(() => question.act(this.reason.trim()));
    if (isDone) this.isOpen = false;
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = [
    base,
    controls,
    css`
      p { overflow-wrap: anywhere; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-ask-dialog': SyAskDialog;
  }
}
