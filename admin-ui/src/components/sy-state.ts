import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type ShownState, stateNames } from '../model/shown-state.ts';
import { base } from '../styles/base.ts';

/** A state as a signal lamp, told apart by shape as well as by colour. */
@customElement('sy-state')
export class SyState extends LitElement {
  @property({ reflect: true }) state: ShownState = 'off';
  /** Shows something else than the state's name, such as the environment's. */
  @property() label = '';
  /** Nothing but the lamp; its name is still read out. */
  @property({ type: Boolean, reflect: true }) bare = false;

  protected override render() {
    const name = stateNames[this.state];
    return html`
      <span class="lamp" aria-hidden="true"></span>
      <span class=${this.bare ? 'visually-hidden' : ''}>${this.label || name}</span>
      ${this.label ? html`<span class="visually-hidden">: ${name}</span>` : ''}
    `;
  }

  static override styles = [
    base,
    css`
      :host {
        --lamp: var(--sy-off); display: inline-flex; align-items: center; gap: 0.45rem; position: relative;
        font-weight: 600; font-size: var(--sy-text-s); white-space: nowrap; color: var(--sy-ink-quiet);
      }
      .lamp { width: 0.8rem; height: 0.8rem; flex: none; border-radius: 50%; border: 2px solid var(--lamp); }
      :host([state='on']) { --lamp: var(--sy-on); color: var(--sy-on-ink); }
      :host([state='on']) .lamp { background: var(--lamp); box-shadow: 0 0 0 3px color-mix(in srgb, var(--lamp) 20%, transparent); }
      :host([state='conditional']) { --lamp: var(--sy-conditional); color: var(--sy-conditional-ink); }
      :host([state='conditional']) .lamp { background: linear-gradient(90deg, var(--lamp) 50%, transparent 50%); }
      :host([state='killed']) { --lamp: var(--sy-danger); color: var(--sy-danger-ink); }
      :host([state='killed']) .lamp { border-radius: 3px; background: var(--lamp); }
      :host([state='archived']) .lamp { border-style: dotted; }
      :host([state='missing']) .lamp { border: 0; height: 2px; border-radius: 0; background: var(--lamp); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-state': SyState;
  }
}
