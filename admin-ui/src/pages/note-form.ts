import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { log } from '../api.ts';
import type { Environment } from '../api-types.ts';
import { Attempt } from '../attempt.ts';
import { submitted } from '../model/submitted.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * Writes a note into the deploy log.
 *
 * @fires done - It is written, or given up.
 */
@customElement('sy-note-form')
export class SyNoteForm extends LitElement {
  /** Those that one may write notes about. */
  @property({ attribute: false }) environments: readonly Environment[] = [];
  /** The one to begin with. */
  @property() chosen = '';
  @property({ type: Boolean, attribute: 'for-all' }) isForAll = false;
  readonly #attempt = new Attempt(this);

  protected override render() {
    return html`
      <form class="card stack" @submit=${this.#save} @keydown=${this.#onKey}>
        ${this.#attempt.render()}
        <div class="field">
          <label for="text">Note</label>
          <textarea id="text" name="text" class="input" rows="2" maxlength="2000" required placeholder="Load test from 14:00 to 15:00"></textarea>
          <p class="hint">It stands in the log for good, beside the deploys: leave out what is private.</p>
        </div>
        <div class="row">
          <select class="input narrow" name="environment" aria-label="Environment of the note">
            ${this.isForAll ? html`<option value="">All environments</option>` : ''}
            ${this.environments.map(({ key, name }) => html`<option value=${key} ?selected=${key === this.chosen}>${name}</option>`)}
          </select>
          <button class="button primary" ?disabled=${this.#attempt.isBusy}>Write it down</button>
          <button class="button" type="button" @click=${this.#done}>Cancel</button>
        </div>
      </form>
    `;
  }

  protected override firstUpdated() {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  async #save(event: SubmitEvent) {
    const { text = '', environment } = submitted(event);
    const isDone = await this.#attempt.run(() =>
      log.note({ text, ...(environment && { environment }) }),
    );
    if (isDone) this.#done();
  }

  #onKey(event: KeyboardEvent) {
    const { key, ctrlKey, metaKey } = event;
    if (key === 'Escape') this.#done();
    if (key === 'Enter' && (ctrlKey || metaKey))
      this.renderRoot.querySelector('form')?.requestSubmit();
  }

  #done() {
    this.dispatchEvent(new CustomEvent('done'));
  }

  static override styles = [
    base,
    controls,
    css`
      .row { gap: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-note-form': SyNoteForm;
  }
}
