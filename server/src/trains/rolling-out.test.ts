import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  deeds,
  depot,
  facts,
  MINUTE_MS,
  NOON,
  passenger,
  production,
  told,
  vera,
} from './testing/depot.ts';

/** Group 1 is out with internal users, group 2 of bob waits. */
function rolling(policy = production) {
  const train = depot(policy);
  train.boards('a');
  train.checks(1);
  train.departs(1);
  train.boards('b', bob);
  return train;
}

describe('a release that rolls out', () => {
  test('advances stage by stage after the minimum time of each, then arrives, and the next is up', () => {
    const train = rolling();
    expect(train.refuses(train.ticks(1)).message).toBe(
      'Group 1 stays at stage 1: 60 s of its minimum time are left',
    );
    train.wait(MINUTE_MS - 1);
    train.refuses(train.ticks(1));
    train.wait(1);
    expect(train.does(train.ticks(1))).toEqual([
      { do: 'stage', stage: 1, group: expect.objectContaining({ station: { stage: 1 } }) },
    ]);
    train.wait(MINUTE_MS);
    train.refuses(train.ticks(1));
    train.wait(MINUTE_MS);
    const effects = train.does(train.ticks(1));
    expect(deeds(effects)).toEqual(['arrive']);
    expect(told(effects)).toEqual([[['bob'], "You're up: group 2 is at the head of the train"]]);
    expect(train.queue).toEqual(['b']);
    expect(train.refuses({ ...train.ticks(2), group: 1 }).message).toBe(
      'Group 1 is not rolling out',
    );
  });

  test('takes no stage twice from two verdicts on the same', () => {
    const train = rolling();
    train.wait(10 * MINUTE_MS);
    const verdict = train.ticks(1);
    train.does(verdict);
    train.wait(10 * MINUTE_MS);
    expect(train.refuses(verdict).message).toBe('Group 1 is at stage 2 now, not at stage 1');
  });

  test('stays where it is while the guard says hold or a rider uh-oh', () => {
    const train = rolling();
    train.wait(MINUTE_MS);
    const unsure = { ...train.ticks(1), verdict: 'hold', why: 'no reports for 40 s' } as const;
    expect(train.refuses(unsure).message).toBe('Group 1 stays at stage 1: no reports for 40 s');
    train.does({ do: 'mark', by: alice, change: 'a', mark: 'uh-oh' });
    expect(train.refuses(train.ticks(1)).message).toBe(
      'Group 1 stays at stage 1: alice says uh-oh to “the a”',
    );
  });

  test('goes on through a freeze that began later', () => {
    const train = rolling();
    train.obeys({
      freezes: [
        {
          every: 'once',
          from: '2026-07-01T12:00',
          to: '2026-07-03T00:00',
          timeZone: 'UTC',
          reason: 'x',
        },
      ],
    });
    train.wait(MINUTE_MS);
    expect(deeds(train.does(train.ticks(1)))).toEqual(['stage']);
  });

  test('is taken back by the guard at once, whatever the time, the stage or a hold', () => {
    const train = rolling();
    train.wait(MINUTE_MS);
    const verdict = { ...train.ticks(1), verdict: 'roll back', why: 'errors rose' } as const;
    train.does(train.ticks(1));
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    const effects = train.does(verdict);
    expect(effects).toEqual([
      { do: 'abort', group: expect.objectContaining({ id: 1 }), reason: 'errors rose' },
      {
        do: 'tell',
        to: 'everybody',
        message: 'The guard took back the release of group 1: errors rose',
      },
      { do: 'tell', to: ['bob'], message: "You're up: group 2 is at the head of the train" },
    ]);
    expect(train.train.holds.map(({ by }) => by.id)).toEqual(['bob', 'guard']);
    expect(train.refuses(verdict).code).toBe('conflict');
    expect(train.refuses({ do: 'unhold', by: bob, of: 'guard' }).code).toBe('forbidden');
    train.does({ do: 'unhold', by: alice, of: 'guard' });
  });

  test('is taken back by any developer, and the line is blocked', () => {
    const train = rolling();
    const effects = train.does({ do: 'abort', by: bob, group: 1 });
    expect(deeds(effects)).toEqual(['abort']);
    expect(train.queue).toEqual(['b']);
    expect(train.train.holds).toEqual([
      {
        by: { kind: 'person', id: 'bob', name: 'bob' },
        reason: 'the release of group 1 was taken back',
        since: NOON,
      },
    ]);
    expect(train.refuses({ do: 'abort', by: bob, group: 1 }).message).toBe(
      'Group 1 is not rolling out',
    );
  });
});

describe('a rollback', () => {
  const back = { do: 'roll-back', by: bob, release: 12 } as const;

  test('takes back first what moves, holds the train, cancels what was set, and tells everybody', () => {
    const train = rolling();
    const schedule = { at: NOON + MINUTE_MS, timeZone: 'UTC' };
    train.does({
      do: 'board',
      by: alice,
      passenger: passenger('c'),
      place: { how: 'plain' },
      schedule,
    });
    const words = 'bob rolled back release 12: checkout fails';
    const reason = 'release 12 was rolled back: checkout fails';
    expect(train.does({ ...back, reason: 'checkout fails' })).toEqual([
      { do: 'abort', group: expect.objectContaining({ id: 1 }), reason },
      { do: 'roll-back', release: 12, reason: 'checkout fails' },
      { do: 'tell', to: ['alice'], message: 'The hold cancels the boarding of “the c”' },
      { do: 'tell', to: 'everybody', message: words },
      { do: 'tell', to: ['bob'], message: "You're up: group 2 is at the head of the train" },
    ]);
    expect(train.queue).toEqual(['b']);
    expect(train.train.holds).toMatchObject([{ reason }]);
  });

  test('to how everything was does the same, in its own words', () => {
    const train = rolling();
    const effects = train.does({ do: 'restore', by: bob, release: 12 });
    expect(deeds(effects)).toEqual(['abort', 'restore']);
    expect(told(effects)).toContainEqual(['everybody', 'bob went back to release 12']);
  });

  test('leaves a group at princess where it is', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    expect(deeds(train.does(back))).toEqual(['roll-back']);
    expect(train.train.groups[0]?.station).toBe('princess');
  });

  test('is accepted again and again, and holds once for one reason', () => {
    const train = depot();
    train.does(back);
    train.does(back);
    train.does({ ...back, release: 13 });
    expect(train.train.holds).toHaveLength(2);
    expect(train.refuses({ ...back, by: vera }).message).toBe(
      'Rolling back needs the role developer here, and vera has viewer',
    );
  });
});

describe('kill and revive', () => {
  test('happen past everything, and leave the train as it is', () => {
    const train = rolling();
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    const before = train.train;
    expect(train.does({ do: 'kill', by: bob, switch: 'checkout', reason: 'it burns' })).toEqual([
      { do: 'kill', switch: 'checkout', reason: 'it burns' },
    ]);
    expect(train.does({ do: 'revive', by: alice, switch: 'checkout' })).toEqual([
      { do: 'revive', switch: 'checkout', reason: '' },
    ]);
    expect(train.train).toBe(before);
  });

  test('are for developers, and revival for whom the policy says', () => {
    const train = depot();
    expect(train.refuses({ do: 'kill', by: vera, switch: 'x' }).code).toBe('forbidden');
    expect(train.refuses({ do: 'revive', by: bob, switch: 'x' }).message).toBe(
      'Reviving a switch needs the role driver here, and bob has developer',
    );
  });
});

test('who comes to the head after an express arrives is told only if they were not there before', () => {
  const train = depot();
  const small = passenger('x', alice, { extent: 'percentages' });
  train.does({ do: 'express', by: alice, passenger: small });
  train.does({ do: 'depart-due', group: 1, facts: facts(['x']) });
  train.boards('a', bob);
  train.wait(MINUTE_MS);
  train.does(train.ticks(1));
  train.wait(2 * MINUTE_MS);
  expect(told(train.does(train.ticks(1)))).toEqual([]);
});
