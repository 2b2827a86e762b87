import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Metadata, SwitchKind } from '../api-types.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import './sy-list-input.ts';

const kinds: Readonly<Record<SwitchKind, string>> = {
  release: 'Release: brings a feature to everybody, then goes',
  experiment: 'Experiment: compares variants',
  ops: 'Operations: turns load or dependencies off',
  permission: 'Permission: who may use what; stays',
};

/**
 * What people want to know of a switch, whatever the environment.
 *
 * @fires metadata-change - `detail` is all of it.
 */
@customElement('sy-metadata-fields')
export class SyMetadataFields extends LitElement {
  @property({ attribute: false }) metadata!: Metadata;

  protected override render() {
    const { description, owner, tags, kind, expiresAt = '' } = this.metadata;
    return html`
      <div class="field">
        <label for="description">Description</label>
        <textarea id="description" class="input" maxlength="2000" .value=${description} @input=${this.#take('description')}></textarea>
      </div>
      <div class="pair">
        <div class="field">
          <label for="kind">Kind</label>
          <select id="kind" class="input" @change=${this.#take('kind')}>
            ${Object.entries(kinds).map(([each, label]) => html`<option value=${each} ?selected=${each === kind}>${label}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="owner">Owner</label>
          <input id="owner" class="input" autocomplete="off" maxlength="200" placeholder="a person or a team" .value=${owner} @input=${this.#take('owner')} />
        </div>
      </div>
      <div class="pair">
        <sy-list-input label="Tags" placeholder="add a tag" .values=${tags}
          @values-change=${(event: CustomEvent<readonly string[]>) => this.#put({ tags: event.detail })}></sy-list-input>
        <div class="field">
          <label for="expires">Should be gone by</label>
          <input id="expires" class="input" type="date" .value=${expiresAt.slice(0, 10)} @change=${this.#takeDay} />
        </div>
      </div>
    `;
  }

  #take(field: 'description' | 'owner' | 'kind') {
    return (event: Event) => this.#put({ [field]: typedIn(event) });
  }

  #takeDay(event: Event) {
    const day = typedIn(event);
    const { expiresAt: _, ...others } = this.metadata;
    this.#tell(day === '' ? others : { ...others, expiresAt: `${day}T00:00:00Z` });
  }

  #put(changes: Partial<Metadata>) {
    this.#tell({ ...this.metadata, ...changes });
  }

  #tell(detail: Metadata) {
    this.dispatchEvent(new CustomEvent('metadata-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: var(--sy-space-4); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-metadata-fields': SyMetadataFields;
  }
}
