import { expect, test } from 'vitest';
import type { FleetApp, Instance } from '../api-types.ts';
import { disagreementsIn, ruleInWords } from './fleet.ts';

const instance = (version: string | null, more: Partial<Instance> = {}): Instance => ({
  instance: 'i',
  version,
  position: 'e:1',
  release: 7,
  channel: 'live',
  reportedAt: '2026-11-21T12:00:00.000Z',
  ...more,
});
const app = (instances: readonly Instance[], more: Partial<FleetApp> = {}): FleetApp => ({
  app: 'web',
  version: '2.0',
  latest: null,
  isLogOnly: false,
  share: 100_000,
  instances,
  ...more,
});

test('instances that agree with each other and the log are no news', () => {
  expect(disagreementsIn(app([]))).toEqual([]);
  expect(disagreementsIn(app([instance('2.0'), instance('2.0')]))).toEqual([]);
  expect(disagreementsIn(app([instance('2.0')], { version: null }))).toEqual([]);
});

test('different code is told, the most of it first', () => {
  const mixed = [instance('1.9'), instance('2.0'), instance('2.0'), instance(null)];
  expect(disagreementsIn(app(mixed))).toEqual([
    'Instances run different code: 2 on 2.0, 1 on 1.9, 1 on no version.',
  ]);
  expect(disagreementsIn(app(mixed, { isLogOnly: true }))).toEqual([]);
});

test('that all run something else than the log says is told', () => {
  expect(disagreementsIn(app([instance('1.9')]))).toEqual([
    'The log says 2.0, but the only instance runs 1.9.',
  ]);
});

test('different releases are told, within a channel', () => {
  const princess = instance('2.0', { channel: 'princess', release: 6 });
  expect(disagreementsIn(app([instance('2.0'), princess]))).toEqual([]);
  expect(disagreementsIn(app([instance('2.0'), instance('2.0', { release: 6 })]))).toEqual([
    'Instances have different releases: 1 on release 7, 1 on release 6.',
  ]);
});

test('tells when code counts as there', () => {
  expect(ruleInWords({ isLogOnly: false, share: 100_000 })).toContain('every instance');
  expect(ruleInWords({ isLogOnly: false, share: 50_000 })).toContain('50\u00a0% of the instances');
  expect(ruleInWords({ isLogOnly: true, share: 100_000 })).toContain('not asked');
});
