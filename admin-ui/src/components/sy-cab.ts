import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedIn } from '../model/typed-in.ts';
import { isSameBlocker, mayOverride } from '../model/yard.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import type { Blocker, Command, Override, Yard, YardGroup } from '../yard-types.ts';

/**
 * The two big buttons of the group at the head, and everything that is in the way of its departure.
 *
 * @fires command-request - `detail` is the `Command`.
 */
@customElement('sy-cab')
export class SyCab extends LitElement {
  @property({ attribute: false }) group!: YardGroup;
  @property({ attribute: false }) yard!: Yard;
  /** The environment's name. */
  @property() place = '';
  @property({ type: Boolean }) busy = false;
  @state() private overrides: readonly Override[] = [];
  @state() private reason = '';

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('group')) return;
    // What is no longer in the way needs no passing over.
    const { blockers } = this.group;
    this.overrides = this.overrides.filter((each) =>
      blockers.some((blocker) => isSameBlocker(blocker, each)),
    );
  }

  protected override render() {
    return html`
      <div class="buttons">${this.group.rides === 'express' ? nothing : this.#princess()}${this.#production()}</div>
      ${this.group.blockers.length > 0 ? this.#blockers(this.group.blockers) : nothing}
    `;
  }

  #princess() {
    const { group } = this;
    const isThere = group.station === 'princess';
    const isOptional = !this.yard.policy.isPrincessRequired;
    const why = isThere
      ? 'The group is there: look at your change, then say good or uh-oh.'
      : (this.#notDriver(group.can.princess) ??
        group.princessBlockers.map(({ message }) => message).join('; '));
    return this.#button({
      name: 'princess',
      label: 'Princess',
      icon: isThere ? 'check' : 'crown',
      hint:
        why ||
        `Show it to applications on princess only${isOptional ? ' (not required here)' : ''}.`,
      isOff: isThere || why !== '',
      act: () => this.#ask({ do: 'princess', group: group.id }),
    });
  }

  #production() {
    const { group, yard } = this;
    const standing = group.blockers.filter((each) => !this.#isPassed(each));
    const waitsForCode =
      this.overrides.length === 0 &&
      yard.policy.whenCodeIsThere === 'depart' &&
      standing.length > 0 &&
      standing.every(({ type }) => type === 'code');
    const notDriver = this.#notDriver(group.can.depart);
    const needsReason = this.overrides.length > 0 && this.reason.trim() === '';
    const stages = yard.policy.plan.length;
    const ready =
      stages === 0 ? 'Goes live for everybody at once.' : `Rolls out in ${stages} stages.`;
    const hint =
      notDriver ??
      (waitsForCode
        ? 'Press, and it departs by itself as soon as its code is there.'
        : standing.length > 0
          ? `${standing.length} ${standing.length === 1 ? 'thing is' : 'things are'} in the way.`
          : needsReason
            ? 'Say why it is to depart all the same.'
            : ready);
    return this.#button({
      name: 'production',
      label: this.place,
      icon: 'rocket',
      hint,
      isOff: notDriver !== undefined || needsReason || (standing.length > 0 && !waitsForCode),
      act: () => {
        const reason = this.reason.trim();
        const overridden = this.overrides.length > 0 ? { overrides: [...this.overrides] } : {};
        this.#ask({ do: 'depart', group: group.id, ...overridden, ...(reason && { reason }) });
      },
    });
  }

  #button(button: {
    name: 'princess' | 'production';
    label: string;
    icon: string;
    hint: string;
    isOff: boolean;
    act: () => void;
  }) {
    const { name, label, icon, hint, isOff, act } = button;
    const isDisabled = isOff || this.busy;
    return html`
      <button class="big ${name}" aria-disabled=${isDisabled} aria-describedby="${name}-hint" @click=${isDisabled ? nothing : act}>
        <wa-icon name=${icon}></wa-icon>
        <span class="label">${label}</span>
        <span class="hint" id="${name}-hint">${hint}</span>
      </button>
    `;
  }

  #blockers(blockers: readonly Blocker[]) {
    const offers =
      this.group.can.depart && blockers.some((each) => mayOverride(each, this.yard.role));
    return html`
      <section class="blockers" aria-labelledby="in-the-way">
        <h4 id="in-the-way">In the way of ${this.place}</h4>
        <ul>${blockers.map((each) => this.#blocker(each))}</ul>
        ${
          offers
            ? html`<div class="field">
                <label for="why">Why it is to depart all the same</label>
                <input id="why" class="input" maxlength="500" autocomplete="off" placeholder="Stands in the deploy log, with what was passed over"
                  .value=${this.reason} ?disabled=${this.overrides.length === 0}
                  @input=${(event: Event) => {
                    this.reason = typedIn(event);
                  }} />
              </div>`
            : nothing
        }
      </section>
    `;
  }

  #blocker(blocker: Blocker) {
    const { severity, message } = blocker;
    const { role } = this.yard;
    return html`
      <li class="${severity} ${this.#isPassed(blocker) ? 'passed' : ''}">
        <wa-icon name=${severity === 'waits' ? 'clock' : 'circle-exclamation'}></wa-icon>
        <span class="message">${message}</span>
        ${
          mayOverride(blocker, role) && this.group.can.depart
            ? html`<label class="check small"><input type="checkbox" .checked=${this.#isPassed(blocker)} aria-label="Pass over: ${message}"
                @change=${() => this.#toggle(blocker)} />Pass over</label>`
            : html`<span class="who">${this.#whoMayPass(blocker)}</span>`
        }
      </li>
    `;
  }

  #whoMayPass(blocker: Blocker) {
    const { override } = blocker;
    if (override === 'nobody') return '';
    const may = mayOverride(blocker, this.yard.role) && this.group.can.drive;
    return may ? 'you may pass over it once you drive' : `${articled(override)} may pass over it`;
  }

  #isPassed(blocker: Blocker) {
    return this.overrides.some((each) => isSameBlocker(each, blocker));
  }

  #toggle(blocker: Blocker) {
    const { type, change } = blocker;
    this.overrides = this.#isPassed(blocker)
      ? this.overrides.filter((each) => !isSameBlocker(each, blocker))
      : [...this.overrides, { type, change }];
  }

  #notDriver(can: boolean) {
    const { driver, can: may } = this.group;
    if (can) return undefined;
    return `${driver.name} drives this group${may.drive ? '; take over to send it' : ''}.`;
  }

  #ask(detail: Command) {
    this.dispatchEvent(new CustomEvent('command-request', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--sy-space-4); }
      .buttons { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: var(--sy-space-3); }
      .big {
        display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem var(--sy-space-3); align-items: center; align-content: center; text-align: start; min-height: 5.2rem;
        padding: var(--sy-space-3) var(--sy-space-5); border-radius: var(--sy-radius-l); cursor: pointer;
        border: 2px solid var(--sy-action); background: var(--sy-surface); color: var(--sy-action); transition: background var(--sy-quick), border-color var(--sy-quick);
      }
      .big wa-icon { grid-row: span 2; font-size: 1.9rem; }
      .big .label { font-size: 1.3rem; font-weight: 700; letter-spacing: -0.015em; line-height: 1.2; overflow-wrap: anywhere; }
      .big .hint { font-size: var(--sy-text-s); line-height: 1.4; overflow-wrap: anywhere; }
      .big.production { background: var(--sy-action); color: var(--sy-on-action); }
      .big:hover { background: var(--sy-action-wash); }
      .big.production:hover { background: var(--sy-action-hover); border-color: var(--sy-action-hover); }
      .big[aria-disabled='true'] { cursor: default; background: var(--sy-sunken); border-color: var(--sy-line); color: var(--sy-ink-quiet); }
      .blockers { display: grid; gap: var(--sy-space-3); padding: var(--sy-space-4); border-radius: var(--sy-radius); background: var(--sy-conditional-wash); }
      h4 { font-size: var(--sy-text-s); color: var(--sy-conditional-ink); }
      ul { display: grid; gap: var(--sy-space-2); }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--sy-space-2) var(--sy-space-3); align-items: center; }
      li wa-icon { color: var(--sy-conditional-ink); }
      li.stops wa-icon { color: var(--sy-danger-ink); }
      .message { overflow-wrap: anywhere; }
      .passed .message { text-decoration: line-through; color: var(--sy-ink-quiet); }
      .who { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      @media (max-width: 640px) {
        .buttons { grid-template-columns: minmax(0, 1fr); }
        .big { min-height: 4.4rem; padding: var(--sy-space-3) var(--sy-space-4); }
        li { grid-template-columns: auto minmax(0, 1fr); }
        li > :nth-child(3) { grid-column: 2; }
      }
    `,
  ];
}

const articled = (role: string) => (role === 'admin' ? 'an admin' : `a ${role}`);

declare global {
  interface HTMLElementTagNameMap {
    'sy-cab': SyCab;
  }
}
