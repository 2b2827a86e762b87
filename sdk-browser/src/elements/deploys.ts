import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fill } from './texts.ts';
import type { DeploysElement, DeploysTexts } from './types.ts';

const english: DeploysTexts = {
  last: 'Last deployed {ago} by {by}.',
  never: 'Nothing has been deployed yet.',
  lately: 'In the last week there were {deploys} of {changes} by {people}.',
  deploys: { one: '{n} deploy', other: '{n} deploys' },
  changes: { one: '{n} change', other: '{n} changes' },
  people: { one: '{n} person', other: '{n} people' },
};

interface Badge {
  readonly deploys: number;
  readonly changes: number;
  readonly people: number;
  readonly last: { readonly at: string; readonly by: string } | null;
}

const MINUTE_MS = 60_000;

/**
 * A line for the foot of pages: when was deployed last and by whom. Nothing as long as the server does not tell everybody.
 *
 * @csspart line, time
 */
@customElement('switchyard-deploys')
export class SwitchyardDeploys extends LitElement implements DeploysElement {
  @property() url = '';
  @property({ type: Object }) texts: Partial<DeploysTexts> = {};

  @state() private badge: Badge | undefined;

  #timer: ReturnType<typeof setInterval> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#tick);
    this.#timer = setInterval(this.#tick, MINUTE_MS);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#tick);
    clearInterval(this.#timer);
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('url') && this.url) this.#look();
  }

  protected override render() {
    const { badge } = this;
    if (!badge) return nothing;
    const say = { ...english, ...this.texts };
    const language = this.closest('[lang]')?.getAttribute('lang') || 'en';
    const counted = (what: 'deploys' | 'changes' | 'people') => {
      const form = new Intl.PluralRules(language).select(badge[what]);
      return fill(say[what][form] ?? say[what].other, { n: badge[what].toLocaleString(language) });
    };
    const lately = fill(say.lately, {
      deploys: counted('deploys'),
      changes: counted('changes'),
      people: counted('people'),
    });
    return html`<span part="line">${badge.last ? this.#last(badge.last, say.last, language) : say.never} ${lately}</span>`;
  }

  /** The time is an element of its own, wherever a language puts it. */
  #last({ at, by }: { at: string; by: string }, text: string, language: string) {
    const [before = '', after = ''] = fill(text, { by }).split('{ago}');
    const exactly = new Date(at).toLocaleString(language);
    return html`${before}<time part="time" datetime=${at} title=${exactly}>${ago(at, Date.now(), language)}</time>${after}`;
  }

  #tick = () => {
    this.requestUpdate();
    // A page that nobody sees asks nobody.
    const isDue = performance.now() - this.#askedAt >= MINUTE_MS;
    if (this.url && isDue && document.visibilityState === 'visible') this.#look();
  };

  async #look() {
    const { url } = this;
    this.#askedAt = performance.now();
    try {
      const address = new URL('deploys.json', url.endsWith('/') ? url : `${url}/`);
      const answer = await fetch(address, { credentials: 'omit' });
      const badge = answer.ok ? await answer.json() : undefined;
      if (url === this.url) this.badge = badge;
    } catch {
      // What was known stays.
    }
  }

  static override styles = css`
    :host {
      color: var(--switchyard-muted, inherit);
    }
    :host([hidden]) {
      display: none;
    }
  `;
}

/** Never in the future, though clocks may differ. */
export function ago(at: string, now: number, language: string): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE_MS));
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (minutes < 1)
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  if (minutes < 60) return words.format(-minutes, 'minute');
  if (minutes < 48 * 60) return words.format(-Math.floor(minutes / 60), 'hour');
  return words.format(-Math.floor(minutes / 1440), 'day');
}
