import { expect, test } from 'vitest';
import { dueAt } from './clock.ts';
import { alice, bob, depot, facts, MINUTE_MS, NOON, passenger } from './testing/depot.ts';

const small = passenger('x', alice, { extent: 'percentages' });
const schedule = { at: NOON + MINUTE_MS, timeZone: 'UTC' };

test('the clock has nothing to do for a train on which nothing was set', () => {
  const train = depot();
  train.boards('a');
  expect(dueAt(train.train, NOON + 1e9)).toEqual([]);
});

test('the clock lets board and depart when it is time, and expresses at any time', () => {
  const train = depot();
  train.boards('a');
  train.does({ do: 'schedule', by: alice, group: 1, departure: schedule });
  train.does({ do: 'express', by: alice, passenger: small });
  train.does({
    do: 'board',
    by: bob,
    passenger: passenger('b', bob),
    place: { how: 'last' },
    schedule,
  });
  expect(dueAt(train.train, NOON)).toEqual([{ do: 'depart-due', group: 2 }]);
  expect(dueAt(train.train, NOON + MINUTE_MS)).toEqual([
    { do: 'board-due' },
    { do: 'depart-due', group: 2 },
    { do: 'depart-due', group: 1 },
  ]);
});

test('the clock lets nothing depart while something rolls out, and has that judged', () => {
  const train = depot();
  train.does({ do: 'express', by: alice, passenger: small });
  train.does({ do: 'depart-due', group: 1, facts: facts(['x']) });
  train.does({ do: 'express', by: alice, passenger: { ...small, change: 'y' } });
  expect(dueAt(train.train, NOON)).toEqual([{ do: 'advance', group: 1, stage: 0 }]);
  train.wait(MINUTE_MS);
  train.does(train.ticks(1));
  train.does({ do: 'hold', by: bob, reason: 'wait' });
  expect(dueAt(train.train, NOON)).toEqual([{ do: 'advance', group: 1, stage: 1 }]);
});

test('the clock lets nothing depart under a hold', () => {
  const train = depot();
  train.does({ do: 'express', by: alice, passenger: small });
  train.does({ do: 'hold', by: bob, reason: 'wait' });
  expect(dueAt(train.train, NOON)).toEqual([]);
  train.does({ do: 'unhold', by: bob, of: 'bob' });
  expect(dueAt(train.train, NOON)).toEqual([{ do: 'depart-due', group: 1 }]);
});
