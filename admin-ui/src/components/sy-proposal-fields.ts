import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Proposal } from '../yard-types.ts';
import './sy-pairs-input.ts';
import type { Pair } from './sy-pairs-input.ts';

export type ProposalFields = Pick<Proposal, 'title' | 'description' | 'links' | 'requires'>;
export const noFields: ProposalFields = { title: '', description: '', links: [], requires: [] };

/** What is left half typed does not count. */
export function completed({ title, description, links, requires }: ProposalFields): ProposalFields {
  return {
    title: title.trim(),
    description: description.trim(),
    links: links
      .filter(({ url }) => url.trim() !== '')
      .map(({ title: name, url }) => ({ title: name.trim() || url.trim(), url: url.trim() })),
    requires: requires
      .filter(({ app, version }) => app.trim() !== '' && version.trim() !== '')
      .map(({ app, version }) => ({ app: app.trim(), version: version.trim() })),
  };
}

/**
 * What people say about a change, and the code that it needs.
 *
 * @fires fields-change - `detail` is the `ProposalFields`.
 */
@customElement('sy-proposal-fields')
export class SyProposalFields extends LitElement {
  @property({ attribute: false }) fields = noFields;

  override focus() {
    this.renderRoot.querySelector<HTMLElement>('#title')?.focus();
  }

  protected override render() {
    const { title, description, links, requires } = this.fields;
    return html`
      <div class="field">
        <label for="title">Title</label>
        <input id="title" class="input" maxlength="200" autocomplete="off" required placeholder="What it does, for whom" .value=${title}
          @input=${(event: Event) => this.#change({ title: typedIn(event) })} />
      </div>
      <div class="field">
        <label for="description">Description <span class="quiet">(optional)</span></label>
        <textarea id="description" class="input" maxlength="10000" rows="3" .value=${description}
          @input=${(event: Event) => this.#change({ description: typedIn(event) })}></textarea>
      </div>
      <sy-pairs-input label="Links" .names=${['Link title', 'Link address']} .examples=${['Discussion', 'https://…']} action="Add link"
        .pairs=${links.map((link) => [link.title, link.url])}
        @pairs-change=${(event: CustomEvent<readonly Pair[]>) =>
          this.#change({
            links: event.detail.map(([name, url]) => ({ title: name, url })),
          })}></sy-pairs-input>
      <sy-pairs-input label="Code that must be deployed first" .names=${['Application', 'Version at least']} .examples=${['web', '2.4.0']} action="Add required code"
        .pairs=${requires.map((each) => [each.app, each.version])}
        @pairs-change=${(event: CustomEvent<readonly Pair[]>) =>
          this.#change({
            requires: event.detail.map(([app, version]) => ({ app, version })),
          })}></sy-pairs-input>
    `;
  }

  #change(changed: Partial<ProposalFields>) {
    this.dispatchEvent(
      new CustomEvent('fields-change', { detail: { ...this.fields, ...changed } }),
    );
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-proposal-fields': SyProposalFields;
  }
}
