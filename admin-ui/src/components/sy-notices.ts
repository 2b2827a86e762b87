import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { type Notice, notices } from '../notices.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

const shownMs = 6_000;

/** Shows and reads out short messages. Problems stay until they are closed. */
@customElement('sy-notices')
export class SyNotices extends LitElement {
  @state() private shown: readonly Notice[] = [];

  override connectedCallback() {
    super.connectedCallback();
    notices.addEventListener('notice', this.#show);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    notices.removeEventListener('notice', this.#show);
  }

  protected override render() {
    return html`
      <div class="list" role="status" aria-live="polite">
        ${repeat(this.shown, (notice) => notice, this.#notice)}
      </div>
    `;
  }

  readonly #notice = (notice: Notice) => html`
    <div class="notice ${notice.kind}">
      <wa-icon name=${notice.kind === 'done' ? 'check' : 'warning'}></wa-icon>
      <span class="grow">${notice.text}
        ${notice.link ? html`<a href=${notice.link.href}>${notice.link.label}</a>` : nothing}
      </span>
      <button class="button plain icon small" aria-label="Close message" @click=${() => this.#close(notice)}>
        <wa-icon name="xmark"></wa-icon>
      </button>
    </div>
  `;

  readonly #show = (event: Event) => {
    const notice = (event as CustomEvent<Notice>).detail;
    this.shown = [...this.shown.filter(({ text }) => text !== notice.text), notice].slice(-3);
    if (notice.kind === 'done') setTimeout(() => this.#close(notice), shownMs);
  };

  #close(notice: Notice) {
    this.shown = this.shown.filter((each) => each !== notice);
  }

  static override styles = [
    base,
    controls,
    css`
      .list {
        position: fixed; z-index: 20; inset: auto var(--sy-space-4) var(--sy-space-4) auto;
        display: grid; gap: var(--sy-space-2); width: min(26rem, calc(100vw - 2rem)); pointer-events: none;
      }
      .notice {
        pointer-events: auto; display: flex; align-items: center; gap: var(--sy-space-3);
        padding: var(--sy-space-3) var(--sy-space-3) var(--sy-space-3) var(--sy-space-4);
        background: var(--sy-raised); border: 1px solid var(--sy-line); border-inline-start: 4px solid var(--sy-on);
        border-radius: var(--sy-radius); box-shadow: var(--sy-shadow-l); animation: rise var(--sy-quick) ease-out;
        overflow-wrap: anywhere;
      }
      .notice.done > wa-icon { color: var(--sy-on); }
      .notice.problem { border-inline-start-color: var(--sy-danger); }
      .notice.problem > wa-icon { color: var(--sy-danger); }
      @keyframes rise { from { opacity: 0; transform: translateY(0.5rem); } }
      @media (max-width: 860px) { .list { bottom: 5rem; } }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-notices': SyNotices;
  }
}
