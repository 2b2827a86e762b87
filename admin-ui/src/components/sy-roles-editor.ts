import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Environment, Role, Roles } from '../api-types.ts';
import { roles as all } from '../model/permissions.ts';
import { typedIn } from '../model/typed-in.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * What somebody may do, in all environments and in each.
 *
 * @fires roles-change - `detail` is the new set of roles.
 */
@customElement('sy-roles-editor')
export class SyRolesEditor extends LitElement {
  @property({ attribute: false }) roles: Roles = {};
  @property({ attribute: false }) environments: readonly Environment[] = [];

  protected override render() {
    return html`
      <fieldset>
        <legend>Roles</legend>
        <ul>
          ${this.#row('*', 'All environments')}
          ${this.environments.map(({ key, name }) => this.#row(key, name))}
        </ul>
        <p class="hint">${hint}</p>
      </fieldset>
    `;
  }

  #row(key: string, name: string) {
    const role = this.roles[key];
    return html`
      <li>
        <label for="role-${key}">${name}</label>
        <select id="role-${key}" class="input" @change=${(event: Event) => this.#give(key, typedIn(event))}>
          <option value="" ?selected=${role === undefined}>${key === '*' ? 'none' : 'nothing more'}</option>
          ${all.map((each) => html`<option value=${each} ?selected=${each === role}>${each}</option>`)}
        </select>
      </li>
    `;
  }

  #give(key: string, role: string) {
    const { [key]: _, ...others } = this.roles;
    const detail: Roles = role === '' ? others : { ...others, [key]: role as Role };
    this.dispatchEvent(new CustomEvent('roles-change', { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset { display: grid; gap: var(--sy-space-2); min-width: 0; }
      ul { display: grid; gap: var(--sy-space-2); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) 11rem; gap: var(--sy-space-3); align-items: center; }
      .hint { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
    `,
  ];
}

const hint =
  'A viewer looks. A developer also creates switches, kills and rolls back. A driver also publishes where that is kept to drivers. An admin does everything.';

/** `admin in all environments, viewer in production`. */
export function rolesInWords(roles: Roles): string {
  const words = Object.entries(roles).map(
    ([key, role]) => `${role} in ${key === '*' ? 'all environments' : key}`,
  );
  return words.join(', ') || 'no role';
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-roles-editor': SyRolesEditor;
  }
}
