import type { Environment, Session } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import type { Blocker, Proposal, Rider, Yard, YardGroup } from '../yard-types.ts';
import { openPolicy } from './policy.ts';

const at = '2026-11-21T12:00:00.000Z';
export const ann = { kind: 'person', id: 'ann', name: 'Ann' } as const;
export const bob = { kind: 'person', id: 'bob', name: 'Bob' } as const;

const policy = {
  ...openPolicy,
  isPrincessRequired: true,
  plan: [
    { audience: { kind: 'internal' as const }, minimumMs: 60_000 },
    { audience: { kind: 'percentage' as const, thousandths: 5_000 }, minimumMs: 120_000 },
  ],
};

export const production: Environment = {
  key: 'production',
  name: 'Production',
  release: 41,
  position: 'e:41',
  policy,
  createdAt: at,
  role: 'driver',
};

/** What a page is told while Ann looks at production. */
export const stateOfAnn: AppState = {
  session: {
    person: { id: ann.id, name: ann.name, email: 'ann@example.com', hasPassword: true },
    roles: { '*': 'driver' },
  } as unknown as Session,
  environments: [production],
  environment: production,
};

export const rider = (change: number, over: Partial<Rider> = {}): Rider => ({
  change,
  title: `Change ${change}`,
  author: ann,
  mark: null,
  extent: 'anything',
  words: ['checkout: state: off → on'],
  ...over,
});

const all = { drive: false, depart: true, princess: true, schedule: true, abort: true };
const none = { drive: true, depart: false, princess: false, schedule: false, abort: false };

/** Driven by the author of its first rider. */
export function group(id: number, riders: Rider[], over: Partial<YardGroup> = {}): YardGroup {
  const driver = over.driver ?? riders[0]?.author ?? ann;
  return {
    id,
    riders,
    driver,
    rides: 'together',
    station: 'waiting',
    since: at,
    departure: null,
    blockers: [],
    princessBlockers: [],
    can: driver.id === ann.id ? all : none,
    ...over,
  };
}

export const yard = (groups: YardGroup[], over: Partial<Yard> = {}): Yard => ({
  environment: 'production',
  release: 41,
  version: 1,
  topic: 'Ann + Bob',
  groups,
  bookings: [],
  holds: [],
  rollout: null,
  freeze: null,
  messages: [],
  policy,
  role: 'driver',
  ...over,
});

export const blocker = (type: Blocker['type'], over: Partial<Blocker> = {}): Blocker => ({
  type,
  severity: 'stops',
  message: `${type} is in the way`,
  override: 'driver',
  change: null,
  ...over,
});

export const proposal = (number: number, over: Partial<Proposal> = {}): Proposal => ({
  environment: 'production',
  number,
  title: `Change ${number}`,
  description: '',
  links: [],
  author: ann,
  status: 'open',
  edits: [{ kind: 'switch', key: 'checkout', base: 40, set: { state: 'on' } }],
  changes: [
    {
      kind: 'switch',
      key: 'checkout',
      words: ['state: off → on'],
      before: { state: 'off' },
      after: { state: 'on' },
    },
  ],
  extent: 'anything',
  requires: [],
  waitsFor: [],
  conflicts: [],
  problems: [],
  warnings: [],
  approvals: [],
  approvalsNeeded: 0,
  canApprove: false,
  canEdit: true,
  contentHash: 'abc',
  group: null,
  boardsAt: null,
  release: null,
  version: 3,
  createdAt: at,
  updatedAt: at,
  ...over,
});
