import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AppState } from '../app-state.ts';
import type { Connection } from '../live.ts';
import { initials } from '../model/initials.ts';
import { typedIn } from '../model/typed-in.ts';
import { addressOf, go } from '../router.ts';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';
import { type Theme, theme, themes, wear } from '../theme.ts';
import { logo } from './logo.ts';

const stations = [
  { section: 'switches', label: 'Switches', short: 'Switches', icon: 'switches' },
  { section: 'train', label: 'Train', short: 'Train', icon: 'train' },
  { section: 'segments', label: 'Segments', short: 'Segments', icon: 'segments' },
  { section: 'cohorts', label: 'Cohorts', short: 'Cohorts', icon: 'cohorts' },
  { section: 'internal-users', label: 'Internal users', short: 'Internal', icon: 'people' },
  { section: 'log', label: 'Deploy log', short: 'Log', icon: 'log' },
  { section: 'metrics', label: 'Metrics', short: 'Metrics', icon: 'metrics' },
  { section: 'fleet', label: 'Fleet', short: 'Fleet', icon: 'fleet' },
  { section: 'settings', label: 'Settings', short: 'Settings', icon: 'settings' },
];

/**
 * Where one is and where one can go: the environment, the pages, the account.
 *
 * @fires environment-change - `detail` is the key of the environment chosen.
 * @fires sign-out-request
 */
@customElement('sy-side-bar')
export class SySideBar extends LitElement {
  @property({ attribute: false }) state!: AppState;
  @property() section = '';
  @property() connection: Connection = 'connecting';
  @state() private theme: Theme = theme();

  protected override render() {
    const { environment, environments } = this.state;
    const { confirm } = environment.policy;
    return html`
      <header class=${confirm ? 'guarded' : ''}>
        <a class="brand" href=${addressOf(['switches'])} aria-label="Switchyard, to the switches">
          <svg viewBox="4 0 24 32" aria-hidden="true">${logo('#eef1f5')}</svg><span>Switchyard</span>
        </a>
        <div class="environment">
          <label for="environment">Environment</label>
          <select id="environment" class="input" @change=${this.#changeEnvironment}>
            ${environments.map(
              ({ key, name }) =>
                html`<option value=${key} ?selected=${key === environment.key}>${name}</option>`,
            )}
          </select>
        </div>
        <nav aria-label="Main">
          <ul>
            ${stations.map(this.#station)}
          </ul>
        </nav>
        <div class="foot">
          ${
            this.connection === 'lost'
              ? html`<p class="lost" role="status"><span class="lamp"></span>Connection lost. Trying again…</p>`
              : nothing
          }
          ${this.#account()}
        </div>
      </header>
    `;
  }

  readonly #station = ({ section, label, short, icon }: (typeof stations)[number]) => html`
    <li>
      <a
        href=${addressOf([section])}
        aria-label=${label}
        aria-current=${section === this.section ? 'page' : nothing}
      >
        <span class="stop" aria-hidden="true"></span>
        <wa-icon name=${icon}></wa-icon>
        <span class="long">${label}</span>
        <span class="short">${short}</span>
      </a>
    </li>
  `;

  #account() {
    const { person, token } = this.state.session;
    const name = person?.name || person?.email || token?.name || 'Account';
    return html`
      <wa-dropdown placement="top-start" @wa-select=${this.#choose}>
        <button slot="trigger" class="account">
          <span class="initials" aria-hidden="true">${initials(name)}</span>
          <span class="visually-hidden">Account of</span>
          <span class="name">${name}</span>
        </button>
        ${person?.email ? html`<h3 class="who">${person.email}</h3>` : nothing}
        <wa-dropdown-item value="account">
          <wa-icon slot="icon" name="person"></wa-icon>${person?.hasPassword === false ? 'Set a password' : 'Your account'}
        </wa-dropdown-item>
        ${themes.map(
          (each) => html`
            <wa-dropdown-item type="checkbox" value="theme-${each}" ?checked=${each === this.theme}>
              <wa-icon slot="icon" name=${themeIcons[each]}></wa-icon>${themeNames[each]}
            </wa-dropdown-item>
          `,
        )}
        <wa-dropdown-item value="sign-out">
          <wa-icon slot="icon" name="sign-out"></wa-icon>Sign out
        </wa-dropdown-item>
      </wa-dropdown>
    `;
  }

  #changeEnvironment(event: Event) {
    const detail = typedIn(event);
    this.dispatchEvent(new CustomEvent('environment-change', { detail }));
  }

  #choose(event: CustomEvent<{ item: { value: string } }>) {
    const { value } = event.detail.item;
    if (value === 'account') go(['settings', 'account']);
    if (value === 'sign-out') this.dispatchEvent(new CustomEvent('sign-out-request'));
    const chosen = themes.find((each) => value === `theme-${each}`);
    if (chosen === undefined) return;
    wear(chosen);
    this.theme = chosen;
  }

  static override styles = [
    base,
    controls,
    css`
      header {
        --rail: var(--sy-rail); --rail-raised: var(--sy-rail-raised);
        --rail-line: var(--sy-rail-line); --rail-quiet: var(--sy-rail-quiet);
        position: sticky; top: 0; height: 100dvh; padding: var(--sy-space-5) var(--sy-space-4) var(--sy-space-4);
        display: flex; flex-direction: column; gap: var(--sy-space-5); overflow-y: auto;
        background: var(--rail); color: var(--sy-rail-ink);
      }
      header.guarded {
        --rail: var(--sy-guarded); --rail-raised: var(--sy-guarded-raised);
        --rail-line: var(--sy-guarded-line); --rail-quiet: var(--sy-guarded-quiet);
      }
      header :focus-visible { outline-color: #fff; }
      .brand {
        display: flex; align-items: center; gap: var(--sy-space-2); color: inherit; text-decoration: none;
        font-weight: 700; font-size: 1.15rem; letter-spacing: -0.02em;
      }
      .brand svg { width: 1.7rem; height: 1.7rem; flex: none; }
      .environment label { display: block; font-size: 0.75rem; color: var(--rail-quiet); margin-bottom: var(--sy-space-1); }
      .environment select { background-color: var(--rail-raised); color: inherit; border-color: var(--rail-line); font-weight: 600; color-scheme: dark; }
      .environment select:hover { border-color: #fff; }

      nav ul { position: relative; display: grid; }
      nav ul::before {
        content: ''; position: absolute; inset: 1.1rem auto 1.1rem 0.82rem; width: 2px; background: var(--rail-line);
      }
      nav a {
        display: flex; align-items: center; gap: var(--sy-space-3); padding: 0.5rem 0.6rem 0.5rem 0.45rem;
        color: var(--rail-quiet); text-decoration: none; border-radius: var(--sy-radius); font-weight: 550;
        transition: color var(--sy-quick), background var(--sy-quick);
      }
      nav a:hover { color: #fff; }
      nav wa-icon { display: none; }
      .short { display: none; }
      .stop {
        position: relative; width: 0.8rem; height: 0.8rem; flex: none; border-radius: 50%;
        background: var(--rail); border: 2px solid var(--rail-line); transition: inherit;
      }
      nav a:hover .stop { border-color: #fff; }
      nav a[aria-current] { color: #fff; background: var(--rail-raised); }
      nav a[aria-current] .stop { background: #f5b32b; border-color: #f5b32b; box-shadow: 0 0 0 3px rgb(245 179 43 / 25%); }

      .foot { margin-top: auto; display: grid; gap: var(--sy-space-3); }
      .lost { display: flex; align-items: center; gap: var(--sy-space-2); font-size: var(--sy-text-s); }
      .lamp { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: #ff7467; animation: blink 1.6s infinite; }
      @keyframes blink { 50% { opacity: 0.35; } }
      .account {
        display: flex; align-items: center; gap: var(--sy-space-2); width: 100%; padding: var(--sy-space-1);
        background: none; border: 0; border-radius: var(--sy-radius); cursor: pointer; color: inherit; text-align: start;
      }
      .account:hover { background: var(--rail-raised); }
      .initials {
        display: grid; place-items: center; width: 2rem; height: 2rem; flex: none; border-radius: 50%;
        background: var(--rail-raised); border: 1px solid var(--rail-line); font-size: 0.75rem; font-weight: 650;
      }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      wa-dropdown { display: block; }
      .who { font-weight: 400; color: var(--sy-ink-quiet); font-size: var(--sy-text-s); padding: var(--sy-space-1) var(--sy-space-3); }

      @media (max-width: 860px) {
        header {
          height: auto; z-index: 5; flex-direction: row; align-items: center; gap: var(--sy-space-3);
          padding: var(--sy-space-2) var(--sy-space-3); overflow: visible;
        }
        :host { position: sticky; top: 0; z-index: 5; }
        .brand span, .environment label, .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .environment { flex: 1; min-width: 0; }
        .foot { margin: 0; display: flex; align-items: center; }
        .lost { font-size: 0; gap: 0; }
        .lost .lamp { width: 0.8rem; height: 0.8rem; }
        nav {
          position: fixed; inset: auto 0 0 0; background: var(--rail); padding-bottom: env(safe-area-inset-bottom);
          border-top: 1px solid var(--rail-line);
        }
        nav ul { grid-auto-flow: column; grid-auto-columns: minmax(2.2rem, auto); }
        nav ul::before { inset: 0.55rem 10% auto 10%; width: auto; height: 2px; display: none; }
        nav a { flex-direction: column; gap: 0.15rem; padding: 0.45rem 0.1rem; font-size: min(0.7rem, 2.5vw); border-radius: 0; }
        nav wa-icon { display: block; font-size: 1.3rem; }
        .stop, .long { display: none; }
        .short { display: block; }
        nav a[aria-current] { background: none; box-shadow: inset 0 3px #f5b32b; }
      }
    `,
  ];
}

const themeNames: Record<Theme, string> = {
  system: 'Colours as the system has them',
  light: 'Light colours',
  dark: 'Dark colours',
};
const themeIcons: Record<Theme, string> = { system: 'system', light: 'sun', dark: 'moon' };

declare global {
  interface HTMLElementTagNameMap {
    'sy-side-bar': SySideBar;
  }
}
