import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cohorts, joinCohort, leaveCohort, type OpenCohort } from '../cohorts.ts';
import type { Client } from '../options.ts';
import { english } from './opt-in-texts.ts';
import { fill } from './texts.ts';
import type { OptInElement, OptInTexts } from './types.ts';

/**
 * Check-boxes with which users opt in to cohorts by themselves. Give it the page's client: `element.client = flags`.
 *
 * @fires opt-in-change - Somebody joined or left; `detail` is `{ key, isMember }`.
 * @slot - What stands above the list.
 * @csspart list, cohort, box, title, description, note, feedback, status, retry
 * @cssprop --switchyard-accent, --switchyard-muted, --switchyard-danger, --switchyard-gap
 */
@customElement('switchyard-opt-in')
export class SwitchyardOptIn extends LitElement implements OptInElement {
  @property({ attribute: false }) client: Pick<Client, 'ask' | 'on'> | undefined;
  @property({ type: Object }) texts: Partial<OptInTexts> = {};

  @state() private shown: readonly OpenCohort[] | undefined;
  /** Why they cannot be shown. */
  @state() private trouble: string | undefined;
  @state() private status = '';
  @state() private isRefused = false;
  /** What was asked for and not yet answered. */
  @state() private wanted: ReadonlyMap<string, boolean> = new Map();

  #letGo = () => {};
  #looks = 0;

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#follow();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#letGo();
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('client')) this.#follow();
  }

  async refresh(): Promise<void> {
    const { client } = this;
    if (!client) return;
    const look = ++this.#looks;
    try {
      const shown = await cohorts(client);
      if (look !== this.#looks) return;
      this.shown = shown;
      this.trouble = undefined;
    } catch (thrown) {
      if (look === this.#looks) this.trouble = this.#reasonOf(thrown);
    }
  }

  protected override render() {
    return html`
      <slot></slot>
      ${this.#body()}
      <p part="status" role="status" class=${this.isRefused ? 'refused' : ''}>${this.status}</p>
    `;
  }

  #body() {
    const { shown, trouble } = this;
    const say = this.#texts;
    if (!shown && trouble) return this.#unavailable(trouble);
    if (!shown) return html`<p part="note" aria-busy="true">${say.loading}</p>`;
    if (shown.length === 0) return html`<p part="note">${say.none}</p>`;
    const isSignedIn = shown.some(({ isMember }) => isMember !== undefined);
    return html`
      ${isSignedIn ? nothing : html`<p part="note">${say.signIn}</p>`}
      <ul part="list" aria-label=${say.label}>
        ${shown.map((each) => html`<li part="cohort">${this.#cohort(each)}</li>`)}
      </ul>
    `;
  }

  #unavailable(reason: string) {
    const say = this.#texts;
    return html`
      <p part="note">${fill(say.unavailable, { reason })}</p>
      <button part="retry" type="button" @click=${this.refresh}>${say.retry}</button>
    `;
  }

  #cohort(cohort: OpenCohort) {
    const { key, title, description, feedbackUrl, isMember } = cohort;
    const say = this.#texts;
    const notes = this.#notesOn(cohort);
    const isShut = !isMember && (!cohort.isOpen || cohort.isFull);
    const isChecked = this.wanted.get(key) ?? isMember === true;
    return html`
      <label>
        <input
          part="box"
          type="checkbox"
          .checked=${isChecked}
          ?disabled=${isMember === undefined || isShut}
          aria-busy=${this.wanted.has(key) ? 'true' : nothing}
          aria-describedby=${`about-${key}`}
          @change=${(event: Event) => this.#choose(cohort, event.target as HTMLInputElement)}
        />
        <span part="title">${title}</span>
      </label>
      <div id=${`about-${key}`}>
        ${description ? html`<p part="description">${description}</p>` : nothing}
        ${notes.map((note) => html`<p part="note">${note}</p>`)}
      </div>
      ${
        feedbackUrl && isWeb(feedbackUrl)
          ? html`<a part="feedback" href=${feedbackUrl}>${fill(say.feedback, { title })}</a>`
          : nothing
      }
    `;
  }

  #notesOn({ isOpen, isFull, isMember, endsAt }: OpenCohort): string[] {
    const say = this.#texts;
    const notes = [];
    if (!isOpen) notes.push(say.closed);
    else if (isFull && !isMember) notes.push(say.full);
    if (isOpen && endsAt) {
      const language = this.closest('[lang]')?.getAttribute('lang') || undefined;
      const date = new Date(endsAt).toLocaleDateString(language, { dateStyle: 'long' });
      notes.push(fill(say.ends, { date }));
    }
    return notes;
  }

  async #choose({ key, title }: OpenCohort, box: HTMLInputElement) {
    const { client } = this;
    const isMember = box.checked;
    if (!client || this.wanted.has(key)) {
      // One answer at a time: the box shows what was asked for first.
      box.checked = !isMember;
      return;
    }
    this.wanted = new Map(this.wanted).set(key, isMember);
    const say = this.#texts;
    try {
      await (isMember ? joinCohort : leaveCohort)(client, key);
      this.shown = this.shown?.map((each) => (each.key === key ? { ...each, isMember } : each));
      this.#tell(fill(isMember ? say.joined : say.left, { title }), false);
      const detail = { key, isMember };
      this.dispatchEvent(
        new CustomEvent('opt-in-change', { detail, bubbles: true, composed: true }),
      );
    } catch (thrown) {
      this.#tell(fill(say.failed, { title, reason: this.#reasonOf(thrown) }), true);
    }
    const wanted = new Map(this.wanted);
    wanted.delete(key);
    this.wanted = wanted;
    await this.refresh();
  }

  #tell(status: string, isRefused: boolean) {
    this.status = status;
    this.isRefused = isRefused;
  }

  #follow() {
    this.#letGo();
    const { client } = this;
    if (!client) return;
    const refresh = () => void this.refresh();
    const unlisten = [client.on('change', refresh), client.on('cohorts', refresh)];
    addEventListener('online', refresh);
    this.#letGo = () => {
      for (const each of unlisten) each();
      removeEventListener('online', refresh);
    };
    refresh();
  }

  get #texts(): OptInTexts {
    return { ...english, ...this.texts };
  }

  /** What `fetch` throws where nobody answers is for developers, not for users. */
  #reasonOf(thrown: unknown): string {
    if (thrown instanceof TypeError || !navigator.onLine) return this.#texts.offline;
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    return words.replace(/^The server answered \d+: /, '');
  }

  static override styles = css`
    :host {
      display: block;
      --_gap: var(--switchyard-gap, 0.75rem);
      --_muted: var(--switchyard-muted, color-mix(in srgb, currentColor 75%, transparent));
    }
    :host([hidden]) {
      display: none;
    }
    ul {
      display: grid;
      gap: var(--_gap);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    label {
      display: inline-flex;
      gap: 0.5em;
      align-items: baseline;
      min-height: 1.5rem;
      font-weight: 600;
      cursor: pointer;
    }
    label:has(:disabled) {
      cursor: not-allowed;
    }
    input {
      width: 1.1em;
      height: 1.1em;
      margin: 0;
      accent-color: var(--switchyard-accent, auto);
    }
    p {
      margin: 0.2em 0 0;
      color: var(--_muted);
    }
    li > :not(label) {
      display: block;
      margin-inline-start: calc(1.1em + 0.5em);
    }
    a {
      color: var(--switchyard-accent, LinkText);
    }
    button {
      margin-top: var(--_gap);
      font: inherit;
    }
    [part='status']:not(:empty) {
      margin-top: var(--_gap);
      color: inherit;
    }
    .refused:not(:empty) {
      color: var(--switchyard-danger, #b3261e);
    }
  `;
}

/** Nobody's page runs a script because of what stands in a cohort. */
const isWeb = (address: string) => /^https?:\/\//i.test(address);
