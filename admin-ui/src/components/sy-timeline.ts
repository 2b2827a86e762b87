import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { clockTime } from '../model/times.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import type { Annotation } from '../yard-api.ts';

const dayMs = 86_400_000;
const tickMs = 3 * 3_600_000;

/** What was deployed in the last day, code and config on one axis of time that ends now. */
@customElement('sy-timeline')
export class SyTimeline extends LitElement {
  @property({ attribute: false }) annotations: readonly Annotation[] = [];
  /** Where the axis ends, in milliseconds. */
  @property({ type: Number }) until = Date.now();

  protected override render() {
    const { annotations } = this;
    const lanes = [
      ['Code', annotations.filter(({ kind }) => kind === 'code')],
      ['Config', annotations.filter(({ kind }) => kind === 'config')],
    ] as const;
    return html`
      ${lanes.map(
        ([name, those]) => html`
          <div class="lane ${name.toLowerCase()}">
            <h4>${name}</h4>
            <ol aria-label="${name} deploys of the last day">${those.map(this.#dot)}</ol>
            ${those.length === 0 ? html`<span class="none">none</span>` : nothing}
          </div>
        `,
      )}
      <div class="axis" aria-hidden="true">${this.#ticks()}</div>
    `;
  }

  readonly #dot = ({ entry, at, title, action }: Annotation) => {
    const part = this.#part(Date.parse(at));
    const words = `${clockTime(at)} ${title}`;
    return part < 0
      ? nothing
      : html`<li style="--at: ${part}" class=${toneOf(action)}><a href=${addressOf(['log', String(entry)])} aria-label=${words} title=${words}></a></li>`;
  };

  #ticks() {
    const last = new Date(this.until).setMinutes(0, 0, 0);
    const first = last - (new Date(last).getHours() % 3) * 3_600_000;
    return Array.from({ length: 8 }, (_, back) => first - back * tickMs).map((at) => {
      const part = this.#part(at);
      return part > 0.02
        ? html`<span style="--at: ${part}" class=${part > 0.94 ? 'edge' : ''}>${clockTime(new Date(at).toISOString())}</span>`
        : nothing;
    });
  }

  /** From 0, a day ago, to 1, now. */
  #part(at: number) {
    return Math.min(1 - (this.until - at) / dayMs, 1);
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-1); --label: 3.6rem; }
      .lane { display: grid; grid-template-columns: var(--label) minmax(0, 1fr); align-items: center; position: relative; }
      h4 { font-size: 0.75rem; font-weight: 550; color: var(--sy-ink-quiet); }
      ol { position: relative; height: 1.5rem; }
      ol::before { content: ''; position: absolute; inset: calc(50% - 1px) 0 auto; height: 2px; background: var(--sy-line); }
      li { position: absolute; left: calc(var(--at) * 100%); top: 50%; translate: -50% -50%; }
      a { display: block; width: 0.85rem; height: 0.85rem; border-radius: 50%; background: var(--sy-action); box-shadow: 0 0 0 2px var(--sy-surface); }
      a:hover { scale: 1.3; }
      .code a { border-radius: 2px; background: var(--sy-ink-quiet); }
      .back a { background: var(--sy-conditional); }
      .stop a { background: var(--sy-danger); }
      .none { position: absolute; left: var(--label); font-size: 0.75rem; color: var(--sy-ink-quiet); background: var(--sy-surface); padding-inline-end: var(--sy-space-2); }
      .axis { position: relative; height: 1.2rem; margin-inline-start: var(--label); }
      .axis span { position: absolute; left: calc(var(--at) * 100%); translate: -50% 0; font-size: 0.72rem; color: var(--sy-ink-quiet); }
      .axis .edge { translate: -100% 0; }
      @media (max-width: 640px) { .axis span:nth-child(even) { display: none; } }
    `,
  ];
}

function toneOf(action: string | undefined): string {
  if (action === 'kill' || action === 'fail') return 'stop';
  return action?.startsWith('roll') || action === 'restore' || action === 'abort' ? 'back' : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-timeline': SyTimeline;
  }
}
