import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { judgedRelease } from '../guard-api.ts';
import { Loaded } from '../loaded.ts';
import { statusInWords } from '../model/outcome.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

/** What has become of a release since it was sent from this page: how far it is, or why it was taken back. */
@customElement('sy-switch-underway')
export class SySwitchUnderway extends LitElement {
  @property() environment = '';
  @property({ type: Number }) release = 0;

  readonly #judged = new Loaded(this, {
    args: () => [this.environment, this.release],
    load: judgedRelease,
    on: ({ kind, environment }) =>
      kind === 'all' ||
      ((kind === 'train' || kind === 'release') && environment === this.environment),
  });

  protected override render() {
    return this.#judged.render(({ release, evidence }) => {
      const { number, outcome } = release;
      const href = addressOf(['releases', String(number)], { environment: this.environment });
      const why = evidence.verdict?.action === 'roll back' ? evidence.words : null;
      return html`
        <div class="banner ${outcome}" role="status"><a href=${href}>Release ${number}: ${statusInWords(release) ?? 'live'}</a>${why === null ? nothing : html`<p>${why}</p>`}</div>
      `;
    }, html``);
  }

  static override styles = [
    base,
    css`
      .banner { padding: var(--sy-space-4) var(--sy-space-5); border: 1px solid var(--sy-line-strong); border-radius: var(--sy-radius-l); }
      .aborted { border-color: transparent; background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .aborted a { color: inherit; font-weight: 600; }
      p { margin: var(--sy-space-2) 0 0; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-switch-underway': SySwitchUnderway;
  }
}
