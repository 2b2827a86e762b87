import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Place, Schedule } from '../yard-types.ts';
import './sy-schedule-input.ts';

export interface Boarding {
  readonly place: Place;
  readonly at?: Schedule;
}

const ways: Readonly<Record<Place['how'], string>> = {
  plain: 'In the first group with room',
  with: 'With another change',
  before: 'Before another change',
  alone: 'Alone, as the last group',
  last: 'In a new group, at the end',
};

/**
 * Where in the queue a change boards, and when.
 *
 * @fires boarding-change - `detail` is the `Boarding`; null while it is incomplete.
 */
@customElement('sy-place-input')
export class SyPlaceInput extends LitElement {
  /** The changes aboard that one can ride with or before. */
  @property({ attribute: false }) aboard: readonly { change: number; title: string }[] = [];
  @state() private how: Place['how'] = 'plain';
  @state() private other: number | undefined;
  @state() private isLater = false;
  @state() private schedule: Schedule | undefined;

  protected override firstUpdated() {
    this.#tell();
  }

  protected override render() {
    const offered = (Object.keys(ways) as Place['how'][]).filter(
      (how) => this.aboard.length > 0 || (how !== 'with' && how !== 'before'),
    );
    return html`
      <fieldset>
        <legend>Where it boards</legend>
        ${offered.map(
          (how) => html`
            <label class="check"><input type="radio" name="how" value=${how} .checked=${how === this.how} @change=${() => this.#change({ how })} />${ways[how]}</label>
          `,
        )}
      </fieldset>
      ${
        this.how === 'with' || this.how === 'before'
          ? html`<div class="field">
              <label for="other">Which one</label>
              <select id="other" class="input" @change=${(event: Event) => this.#change({ other: Number(typedIn(event)) || undefined })}>
                <option value="">Choose…</option>
                ${this.aboard.map(({ change, title }) => html`<option value=${change} ?selected=${change === this.other}>${title}</option>`)}
              </select>
            </div>`
          : nothing
      }
      <label class="check"><input type="checkbox" .checked=${this.isLater} @change=${() => this.#change({ isLater: !this.isLater })} />Board at a time</label>
      ${
        this.isLater
          ? html`<sy-schedule-input label="Boards" @schedule-change=${(event: CustomEvent<Schedule | null>) => this.#change({ schedule: event.detail ?? undefined })}></sy-schedule-input>`
          : nothing
      }
    `;
  }

  #change(
    chosen: Partial<{
      how: Place['how'];
      other: number | undefined;
      isLater: boolean;
      schedule: Schedule | undefined;
    }>,
  ) {
    Object.assign(this, chosen);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent('boarding-change', { detail: this.#boarding() }));
  }

  #boarding(): Boarding | undefined {
    const { how, other, isLater, schedule } = this;
    const place = how === 'with' || how === 'before' ? other && { how, change: other } : { how };
    if (!place || (isLater && schedule === undefined)) return undefined;
    return { place, ...(isLater && schedule && { at: schedule }) };
  }

  static override styles = [
    base,
    controls,
    css`
      :host, fieldset { display: grid; gap: var(--sy-space-2); }
      :host { gap: var(--sy-space-3); }
      legend { margin-bottom: var(--sy-space-2); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-place-input': SyPlaceInput;
  }
}
