import type { Client, EventName, Listener } from '@switchyard/sdk-node';
import { expect, test } from 'vitest';
import { followStanding } from './standing.ts';

test('the foot says what is served, what is tried on some, and what was taken back', () => {
  const { flags, changes } = fakeClient();
  const standing = followStanding(flags);

  changes({ keys: [], release: 1, candidate: undefined });
  expect(standing.words()).toBe('Serving release 1.');
  changes({ keys: [], release: 1, candidate: 2 });
  expect(standing.words()).toBe('Serving release 1, and release 2 to some.');
  changes({ keys: [], release: 1, candidate: undefined });
  expect(standing.words()).toBe('Serving release 1. Release 2 was taken back.');
  changes({ keys: [], release: 1, candidate: 3 });
  changes({ keys: [], release: 3, candidate: undefined });
  expect(standing.words()).toBe('Serving release 3.');
});

function fakeClient() {
  const listeners = new Map<EventName, unknown>();
  const flags: Pick<Client, 'on'> = {
    on(name, listener) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  };
  return { flags, changes: listenerOf(listeners) };
}

const listenerOf =
  (listeners: Map<EventName, unknown>): Listener<'change'> =>
  (detail) =>
    (listeners.get('change') as Listener<'change'>)(detail);
