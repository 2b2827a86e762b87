import type { Cohort } from '@switchyard/core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { instantIn, localIn, ownZone } from '../model/zones.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * What a cohort says to those who may join it, and how many may until when.
 *
 * @fires cohort-change - `detail` is what changed; undefined takes a field out.
 */
@customElement('sy-cohort-fields')
export class SyCohortFields extends LitElement {
  @property({ attribute: false }) cohort!: Cohort;
  @property({ type: Boolean }) disabled = false;

  protected override render() {
    const { title, description = '', feedbackUrl = '', cap, endsAt } = this.cohort;
    return html`
      <fieldset ?disabled=${this.disabled}>
        <div class="field">
          <label for="title">Title</label>
          <input id="title" class="input" autocomplete="off" maxlength="200" .value=${title} @input=${this.#take((text) => ({ title: text }))} />
        </div>
        <div class="field">
          <label for="feedback">Where members say what they think</label>
          <input id="feedback" class="input" type="url" autocomplete="off" maxlength="1000" placeholder="https://example.com/feedback" .value=${feedbackUrl}
            @input=${this.#take((text) => ({ feedbackUrl: text.trim() || undefined }))} />
        </div>
        <div class="field wide">
          <label for="description">Description</label>
          <textarea id="description" class="input" maxlength="1000" placeholder="What one gets, and what may go wrong" .value=${description}
            @input=${this.#take((text) => ({ description: text || undefined }))}></textarea>
        </div>
        <div class="field">
          <label for="cap">Most members</label>
          <input id="cap" class="input" inputmode="numeric" autocomplete="off" placeholder="as many as like" .value=${cap === undefined ? '' : String(cap)}
            @change=${this.#take((text) => ({ cap: text.trim() === '' ? undefined : Number(text) }))} />
        </div>
        <div class="field">
          <label for="ends">Joining ends <span class="quiet">(${ownZone})</span></label>
          <input id="ends" class="input" type="datetime-local" .value=${endsAt === undefined ? '' : localIn(Date.parse(endsAt), ownZone)}
            @change=${this.#take((text) => ({ endsAt: text === '' ? undefined : instantIn(text, ownZone) }))} />
        </div>
      </fieldset>
    `;
  }

  #take(changed: (text: string) => { readonly [Name in keyof Cohort]?: Cohort[Name] | undefined }) {
    return (event: Event) =>
      this.dispatchEvent(new CustomEvent('cohort-change', { detail: changed(typedIn(event)) }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: var(--sy-space-4); }
      .wide { grid-column: 1 / -1; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-cohort-fields': SyCohortFields;
  }
}
