import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { instantIn, localIn, ownZone, timeIn, zones } from '../model/zones.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Schedule } from '../yard-types.ts';

const hourMs = 3_600_000;

/**
 * A time in a time zone.
 *
 * @fires schedule-change - `detail` is the `Schedule`; null while it is none.
 */
@customElement('sy-schedule-input')
export class SyScheduleInput extends LitElement {
  @property() label = 'When';
  @state() private local = localIn(Math.ceil((Date.now() + hourMs) / hourMs) * hourMs, ownZone);
  @state() private timeZone = ownZone;

  get value(): Schedule | undefined {
    const { local, timeZone } = this;
    const at = zones.includes(timeZone) ? instantIn(local, timeZone) : undefined;
    return at === undefined ? undefined : { at, timeZone };
  }

  protected override firstUpdated() {
    this.#tell();
  }

  protected override render() {
    const { value } = this;
    return html`
      <div class="fields">
        <div class="field">
          <label for="local">${this.label}</label>
          <input id="local" class="input" type="datetime-local" .value=${this.local} @input=${(event: Event) => this.#change({ local: typedIn(event) })} />
        </div>
        <div class="field">
          <label for="zone">Time zone</label>
          <input id="zone" class="input" list="zones" autocomplete="off" spellcheck="false" .value=${this.timeZone}
            @input=${(event: Event) => this.#change({ timeZone: typedIn(event).trim() })} />
          <datalist id="zones">${zones.map((each) => html`<option value=${each}></option>`)}</datalist>
        </div>
      </div>
      <p class="small quiet" role="status">${
        value === undefined
          ? 'Name a time, and a time zone such as Europe/Berlin.'
          : value.timeZone === ownZone
            ? timeIn(value.at, ownZone)
            : `${timeIn(value.at, value.timeZone)}; here ${timeIn(value.at, ownZone)}`
      }</p>
    `;
  }

  #change(typed: { local?: string; timeZone?: string }) {
    Object.assign(this, typed);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent('schedule-change', { detail: this.value }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-1); }
      .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: var(--sy-space-3); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-schedule-input': SyScheduleInput;
  }
}
