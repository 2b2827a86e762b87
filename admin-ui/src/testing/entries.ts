import type { Entry, Environment } from '../api-types.ts';
import type { AppState } from '../app-state.ts';
import { openPolicy } from './policy.ts';

export const ada = { kind: 'person', id: 'p1', name: 'Ada' } as const;

export const production: Environment = {
  key: 'production',
  name: 'Production',
  release: 7,
  position: 'e:7',
  policy: openPolicy,
  createdAt: '2026-01-01T00:00:00.000Z',
  role: 'admin',
};

export const state: AppState = {
  session: {
    person: { id: 'p1', name: 'Ada', email: 'ada@example.com', hasPassword: true },
    token: null,
    roles: { '*': 'admin' },
  },
  environments: [production],
  environment: production,
};

/** An entry of the deploy log: a release, unless it is said to be something else. */
export const entryOf = (seq: number, more: Partial<Entry> = {}): Entry => ({
  seq,
  at: new Date(Date.now() - 60_000).toISOString(),
  kind: 'config',
  environment: 'production',
  actor: ada,
  action: 'publish',
  title: `entry ${seq}`,
  previousHash: 'a',
  hash: 'b',
  ...more,
});
