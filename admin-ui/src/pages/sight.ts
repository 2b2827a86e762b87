import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { messageOf } from '../call.ts';
import '../components/sy-sight.ts';
import { visible } from '../guard-api.ts';
import type { PlanAndGuard } from '../guard-types.ts';
import { Loaded, skeleton } from '../loaded.ts';
import { base } from '../styles/base.ts';

/** What a canary can see in an environment, as policy is or as it is being edited. */
@customElement('sy-sight-of')
export class SySightOf extends LitElement {
  /** Its key. */
  @property() environment = '';
  /** Policy as it is, unless there is another plan and guard. */
  @property({ attribute: false }) other: PlanAndGuard | undefined;

  readonly #sight = new Loaded(this, {
    args: () => [this.environment, JSON.stringify(this.other)],
    load: (environment: string, _: string | undefined) => visible(environment, this.other),
    on: ({ kind, environment }) => kind === 'release' && environment === this.environment,
  });

  protected override render() {
    const { error, value } = this.#sight;
    // What is half typed is refused: the form says what is wrong with it once it is saved.
    if (error !== undefined) return html`<p class="quiet">${messageOf(error)}</p>`;
    return value === undefined ? skeleton(3) : html`<sy-sight .sight=${value}></sy-sight>`;
  }

  static override styles = base;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-sight-of': SySightOf;
  }
}
