import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  carol,
  deeds,
  depot,
  dora,
  facts,
  NOON,
  passenger,
  told,
  vera,
} from './testing/depot.ts';

const pulled = (by = bob, reason = 'payments are down') => ({ do: 'hold', by, reason }) as const;

describe('the cord', () => {
  test('is pulled by any developer, and everybody is told', () => {
    const train = depot();
    expect(train.does(pulled())).toEqual([
      { do: 'tell', to: 'everybody', message: 'bob holds the train: payments are down' },
    ]);
    expect(train.train.holds).toEqual([
      { by: { kind: 'person', id: 'bob', name: 'bob' }, reason: 'payments are down', since: NOON },
    ]);
    expect(train.refuses(pulled(vera)).code).toBe('forbidden');
    expect(train.refuses(pulled(bob, '')).message).toBe('Say why the train is to be held');
  });

  test('stops departures and stages, not boarding', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    train.does(pulled());
    const { blockers } = train.refuses({
      do: 'depart',
      by: alice,
      group: 1,
      facts: facts(['a']),
      overrides: [{ type: 'hold', change: null }],
      reason: 'go',
    });
    expect(blockers).toEqual([
      {
        type: 'hold',
        severity: 'waits',
        message: 'bob holds the train: payments are down',
        override: 'nobody',
        change: null,
      },
    ]);
    train.boards('b');
    train.does({ do: 'unhold', by: bob, of: 'bob' });
    train.departs(1);
    train.wait(60_000);
    train.does(pulled());
    expect(train.refuses(train.ticks(1)).message).toBe(
      'Group 1 stays at stage 1: bob holds the train: payments are down',
    );
    train.does({ do: 'unhold', by: bob, of: 'bob' });
    expect(deeds(train.does(train.ticks(1)))).toEqual(['stage']);
  });

  test('cancels what was set for a time, and tells who set it', () => {
    const train = depot();
    train.boards('a');
    const schedule = { at: NOON + 60_000, timeZone: 'UTC' };
    train.does({ do: 'schedule', by: alice, group: 1, departure: schedule });
    train.does({ do: 'drive', by: dora, group: 1, driver: dora });
    train.does({
      do: 'board',
      by: bob,
      passenger: passenger('b', bob),
      place: { how: 'plain' },
      schedule,
    });
    expect(told(train.does(pulled()))).toEqual([
      [['alice', 'dora'], 'The hold cancels the departure of group 1'],
      [['bob'], 'The hold cancels the boarding of “the b”'],
      ['everybody', 'bob holds the train: payments are down'],
    ]);
    expect(train.train.bookings).toEqual([]);
    expect(train.train.groups[0]?.departure).toBeNull();
  });

  test('is pulled by several for their own reasons, and each is lifted for itself', () => {
    const train = depot();
    train.does(pulled());
    train.does(pulled());
    train.does(pulled(bob, 'mail too'));
    train.does(pulled(carol, 'lunch'));
    expect(train.train.holds.map(({ reason }) => reason)).toEqual([
      'payments are down',
      'mail too',
      'lunch',
    ]);
    expect(train.refuses({ do: 'unhold', by: bob, of: 'carol' })).toEqual({
      code: 'forbidden',
      message: 'Lifting what carol holds needs the role driver here, and bob has developer',
    });
    expect(told(train.does({ do: 'unhold', by: bob, of: 'bob' }))).toEqual([
      [
        'everybody',
        'bob lifted the hold of bob (payments are down; mail too). carol still holds it: lunch',
      ],
    ]);
    train.does({ do: 'unhold', by: alice, of: 'carol' });
    expect(train.train.holds).toEqual([]);
  });

  test('cannot be lifted where nobody pulled it', () => {
    const train = depot();
    expect(train.refuses({ do: 'unhold', by: alice, of: 'bob' })).toEqual({
      code: 'not-found',
      message: 'The train is not held',
    });
    train.does(pulled());
    expect(train.refuses({ do: 'unhold', by: alice, of: 'carol' }).message).toBe(
      'bob holds the train, not carol',
    );
  });
});
