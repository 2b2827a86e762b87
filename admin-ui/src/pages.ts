import { html, type TemplateResult } from 'lit';
import type { AppState } from './app-state.ts';
import type { Address } from './router.ts';

type Path = readonly string[];

interface Page {
  /** The entry of the navigation that it belongs to. */
  readonly section: string;
  title(path: Path): string;
  /** A page is made anew when its id changes. */
  id(path: Path): string;
  view(state: AppState, address: Address): TemplateResult;
}

/** The page at an address; its code is fetched when it is first shown. */
export function pageFor(path: Path): Page {
  const [section = 'switches', key] = path;
  if (section === 'switches' && key !== undefined) return oneSwitch;
  return pages[section] ?? pages.switches ?? oneSwitch;
}

const fetched = new Set<string>();

function fetchOnce(name: string, load: () => Promise<unknown>) {
  if (fetched.has(name)) return;
  fetched.add(name);
  load().catch(() => fetched.delete(name));
}

const oneSwitch: Page = {
  section: 'switches',
  title: ([, key = '']) => key,
  id: ([, key]) => `switch ${key}`,
  view: (state, { path }) => {
    fetchOnce('switch', () => import('./pages/switch.ts'));
    return html`<sy-switch .state=${state} switch-key=${path[1]}></sy-switch>`;
  },
};

const pages: Readonly<Record<string, Page>> = {
  switches: {
    section: 'switches',
    title: () => 'Switches',
    id: () => 'switches',
    view: (state, { query }) => {
      fetchOnce('switches', () => import('./pages/switch-list.ts'));
      return html`<sy-switch-list .state=${state} .query=${query}></sy-switch-list>`;
    },
  },
  train: {
    section: 'train',
    title: () => 'Train',
    id: () => 'train',
    view: (state) => {
      fetchOnce('train', () => import('./pages/train.ts'));
      return html`<sy-train .state=${state}></sy-train>`;
    },
  },
  releases: {
    section: 'train',
    title: ([, number = '']) => `Release ${number}`,
    id: ([, number]) => `release ${number}`,
    view: (state, { path }) => {
      fetchOnce('release', () => import('./pages/release.ts'));
      return html`<sy-release-page .state=${state} number=${path[1] ?? ''}></sy-release-page>`;
    },
  },
  changes: {
    section: 'train',
    title: ([, number]) => (number === undefined ? 'Changes' : `Change ${number}`),
    id: ([, number]) => `change ${number}`,
    view: (state, { path, query }) => {
      fetchOnce('changes', () => import('./pages/changes.ts'));
      return path[1] === undefined
        ? html`<sy-proposals .state=${state} .query=${query}></sy-proposals>`
        : html`<sy-proposal .state=${state} number=${path[1]}></sy-proposal>`;
    },
  },
  segments: {
    section: 'segments',
    title: () => 'Segments',
    id: () => 'segments',
    view: (state, { path }) => {
      fetchOnce('segments', () => import('./pages/segments.ts'));
      return html`<sy-segments .state=${state} segment-key=${path[1] ?? ''}></sy-segments>`;
    },
  },
  cohorts: {
    section: 'cohorts',
    title: ([, key]) => key ?? 'Cohorts',
    id: ([, key]) => `cohorts ${key}`,
    view: (state, { path }) => {
      fetchOnce('cohorts', () => import('./pages/cohorts.ts'));
      return html`<sy-cohorts .state=${state} cohort-key=${path[1] ?? ''}></sy-cohorts>`;
    },
  },
  'internal-users': {
    section: 'internal-users',
    title: () => 'Internal users',
    id: () => 'internal-users',
    view: (state) => {
      fetchOnce('internal-users', () => import('./pages/internal-users.ts'));
      return html`<sy-internal-users .state=${state}></sy-internal-users>`;
    },
  },
  log: {
    section: 'log',
    title: ([, seq]) => (seq === undefined ? 'Deploy log' : `Entry ${seq}`),
    id: ([, seq]) => `log ${seq}`,
    view: (state, { path, query }) => {
      fetchOnce('log', () => import('./pages/deploy-log.ts'));
      return path[1] === undefined
        ? html`<sy-deploy-log .state=${state} .query=${query}></sy-deploy-log>`
        : html`<sy-log-entry .state=${state} seq=${path[1]}></sy-log-entry>`;
    },
  },
  metrics: {
    section: 'metrics',
    title: () => 'Metrics',
    id: () => 'metrics',
    view: (state, { query }) => {
      fetchOnce('metrics', () => import('./pages/metrics.ts'));
      return html`<sy-metrics .state=${state} .query=${query}></sy-metrics>`;
    },
  },
  fleet: {
    section: 'fleet',
    title: () => 'Fleet',
    id: () => 'fleet',
    view: (state) => {
      fetchOnce('fleet', () => import('./pages/fleet.ts'));
      return html`<sy-fleet .state=${state}></sy-fleet>`;
    },
  },
  settings: {
    section: 'settings',
    title: () => 'Settings',
    id: () => 'settings',
    view: (state, { path }) => {
      fetchOnce('settings', () => import('./pages/settings.ts'));
      return html`<sy-settings .state=${state} tab=${path[1] ?? 'account'} chosen=${path[2] ?? ''}></sy-settings>`;
    },
  },
};
