import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../components/sy-dialog.ts';
import '../components/sy-schedule-input.ts';
import { base } from '../styles/base.ts';
import type { Command, Schedule } from '../yard-types.ts';
import './sight.ts';

/**
 * Sets when a group departs by itself.
 *
 * @fires depart-at - `detail` is the `Command`.
 */
@customElement('sy-depart-dialog')
export class SyDepartDialog extends LitElement {
  /** The key of where it departs. */
  @property() environment = '';
  /** Some have it first: then there is something to see. */
  @property({ type: Boolean, attribute: 'has-plan' }) hasPlan = false;
  @state() private group = 0;
  @state() private isOpen = false;
  @state() private schedule: Schedule | undefined;

  ask(group: number) {
    Object.assign(this, { group, isOpen: true });
  }

  protected override render() {
    return html`
      <sy-dialog label="Depart group ${this.group} at a time" action="Set" icon="clock" ?open=${this.isOpen} ?disabled=${this.schedule === undefined}
        @submit-request=${this.#submit} @close-request=${this.#close}>
        ${
          this.isOpen
            ? html`<sy-schedule-input label="Departs" @schedule-change=${(
                event: CustomEvent<Schedule | null>,
              ) => {
                this.schedule = event.detail ?? undefined;
              }}></sy-schedule-input>
              <p class="small quiet">It departs by itself if nothing is in the way then. A hold cancels it.</p>
              ${this.hasPlan ? html`<section class="sight" aria-labelledby="sight"><h3 id="sight">What its canary can see</h3><sy-sight-of environment=${this.environment}></sy-sight-of></section>` : nothing}`
            : nothing
        }
      </sy-dialog>
    `;
  }

  #submit() {
    if (this.schedule === undefined) return;
    const detail: Command = { do: 'schedule', group: this.group, departure: this.schedule };
    this.#close();
    this.dispatchEvent(new CustomEvent('depart-at', { detail }));
  }

  #close() {
    this.isOpen = false;
  }

  static override styles = [
    base,
    css`
      .sight { display: grid; gap: var(--sy-space-2); margin-top: var(--sy-space-4); padding-top: var(--sy-space-4); border-top: 1px solid var(--sy-line); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-depart-dialog': SyDepartDialog;
  }
}
