import { describe, expect, test } from 'vitest';
import {
  alice,
  boarding,
  bob,
  deeds,
  depot,
  dora,
  facts,
  freeze,
  go,
  MINUTE_MS,
  NOON,
  passenger,
  production,
  ready,
  told,
} from './testing/depot.ts';
import type { Place } from './train.ts';

const plain = { how: 'plain' } as const;
const touches = [{ kind: 'switch', key: 'shared', field: 'state' }] as const;

describe('a change that is to board later', () => {
  const later = NOON + 60_000;
  const booking = (change: string, at = later, place: Place = plain) =>
    ({ ...boarding(change, place), schedule: { at, timeZone: 'Europe/Berlin' } }) as const;

  test('boards when its time has come, in order, and its author is told', () => {
    const train = depot();
    train.does(booking('b', later + 1));
    train.does(booking('a'));
    expect(train.train.bookings[1]).toEqual({
      passenger: passenger('a'),
      place: plain,
      at: later,
      timeZone: 'Europe/Berlin',
    });
    expect(train.refuses({ do: 'board-due' }).message).toBe('Nobody is to board now');
    expect(train.refuses(boarding('a', plain)).message).toBe(
      '“the a” is to board already; take it off first',
    );
    train.wait(60_000);
    expect(told(train.does({ do: 'board-due' }))).toEqual([
      [['alice'], '“the a” has boarded'],
      [['alice'], "You're up: group 1 is at the head of the train"],
    ]);
    train.wait(60_000);
    train.does({ do: 'board-due' });
    expect(train.queue).toEqual(['a+b']);
    expect(train.train.bookings).toEqual([]);
  });

  test('is told if its place is gone, and keeps nobody else from boarding', () => {
    const train = depot();
    train.boards('x');
    train.does(booking('a', later, { how: 'with', change: 'x' }));
    train.does(booking('b'));
    train.does({ do: 'leave', by: alice, change: 'x' });
    train.wait(60_000);
    expect(told(train.does({ do: 'board-due' }))[0]).toEqual([
      ['alice'],
      '“the a” could not board: Change x is not aboard this train',
    ]);
    expect(train.queue).toEqual(['b']);
  });

  test('can be edited, taken off and kicked until then', () => {
    const train = depot();
    for (const change of ['a', 'b', 'c']) train.does(booking(change));
    const edited = passenger('a', alice, { touches });
    train.does({ do: 'rebase', by: bob, passenger: { ...edited, author: bob } });
    train.does({ do: 'leave', by: alice, change: 'b' });
    expect(train.refuses({ do: 'kick', by: bob, change: 'c', reason: 'not now' }).message).toBe(
      'bob cannot kick “the c” without driving its group or the role driver',
    );
    train.does({ do: 'kick', by: dora, change: 'c', reason: 'not now' });
    expect(train.train.bookings.map((each) => each.passenger)).toEqual([edited]);
  });

  test('is refused for a time that is over, in no time zone, or under a hold', () => {
    const train = depot();
    expect(train.refuses(booking('a', NOON))).toEqual({
      code: 'invalid',
      message: '2026-07-01 14:00 Europe/Berlin is over; set a time that lies ahead',
    });
    const nowhere = { ...booking('a'), schedule: { at: later, timeZone: 'Europe/Bärlin' } };
    expect(train.refuses(nowhere).message).toBe(
      'There is no time zone "Europe/Bärlin"; a name such as Europe/Berlin is one',
    );
    train.does({ do: 'hold', by: bob, reason: 'payments are down' });
    expect(train.refuses(booking('a')).message).toBe(
      'bob holds the train: payments are down. Set a time once the hold is lifted',
    );
    train.does(boarding('a', plain));
  });
});

describe('a group that only waits for code', () => {
  const waiting = facts(['a', 'b'], { b: { waitsFor: ['web 2.0: it runs on 2 of 3 instances'] } });
  const due = { do: 'depart-due', group: 1 } as const;

  test('is let go now, and departs by itself when the code is there', () => {
    const train = ready();
    expect(told(train.does(go({ facts: waiting })))).toEqual([
      [
        ['alice'],
        'Group 1 departs by itself as soon as it can: “the b” waits for web 2.0: it runs on 2 of 3 instances',
      ],
    ]);
    expect(train.train.groups[0]?.departure).toEqual({
      at: NOON,
      timeZone: null,
      by: { kind: 'person', id: 'alice', name: 'alice' },
    });
    expect(train.refuses({ ...due, facts: waiting }).blockers).toMatchObject([{ type: 'code' }]);
    expect(deeds(train.does({ ...due, facts: facts(['a', 'b']) }))).toEqual(['depart']);
    expect(train.train.groups[0]?.departure).toBeNull();
  });

  test('waits for command where the policy says so', () => {
    const train = ready({ ...production, whenCodeIsThere: 'wait for command' });
    expect(train.refuses(go({ facts: waiting })).blockers).toMatchObject([{ type: 'code' }]);
    expect(train.train.groups[0]?.departure).toBeNull();
    train.departs(1);
  });

  test('does not leave by itself what else was passed over', () => {
    const train = ready();
    train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
    const wanted = go({
      facts: waiting,
      overrides: [{ type: 'uh-oh', change: 'b' }],
      reason: 'go',
    });
    expect(train.refuses(wanted).blockers).toHaveLength(2);
    const both = [...wanted.overrides, { type: 'code', change: 'b' }] as const;
    expect(deeds(train.does({ ...wanted, overrides: both }))).toEqual(['depart']);
  });

  test('does not depart once its content is another', () => {
    const train = ready();
    train.does(go({ facts: waiting }));
    train.does({ do: 'leave', by: bob, change: 'b' });
    expect(told(train.does({ ...due, facts: facts(['a']) }))).toEqual([
      [['alice'], 'Group 1 did not depart: Group 1 has not been to princess'],
    ]);
    expect(train.train.groups[0]?.departure).toBeNull();
  });
});

describe('a departure that is set for a time', () => {
  const at = NOON + 60 * MINUTE_MS;
  const set = (over: object = {}) =>
    ({
      do: 'schedule',
      by: alice,
      group: 1,
      departure: { at, timeZone: 'Europe/Berlin' },
      ...over,
    }) as const;
  const due = { do: 'depart-due', group: 1, facts: facts(['a', 'b']) } as const;

  test('takes place then', () => {
    const train = ready();
    train.does(set());
    expect(train.train.groups[0]?.departure).toEqual({
      at,
      timeZone: 'Europe/Berlin',
      by: { kind: 'person', id: 'alice', name: 'alice' },
    });
    expect(train.refuses(due).message).toBe('Group 1 is not to depart by itself now');
    train.wait(60 * MINUTE_MS);
    expect(deeds(train.does(due))).toEqual(['depart']);
    expect(train.refuses(due).code).toBe('conflict');
    expect(train.refuses({ ...due, group: 7 }).code).toBe('not-found');
  });

  test('is cancelled, and told, when something is in the way that does not pass by itself', () => {
    const train = ready();
    train.does(set());
    train.does({ do: 'drive', by: dora, group: 1, driver: dora });
    train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
    train.wait(60 * MINUTE_MS);
    expect(told(train.does(due))).toEqual([
      [['dora', 'alice'], 'Group 1 did not depart: bob says uh-oh to “the b”'],
    ]);
    expect(train.refuses(due).message).toBe('Group 1 is not to depart by itself now');
  });

  test('waits while another release rolls out', () => {
    const train = ready();
    train.does(set());
    train.does({
      do: 'express',
      by: alice,
      passenger: passenger('x', alice, { extent: 'percentages' }),
    });
    train.does({ do: 'depart-due', group: 2, facts: facts(['x']) });
    train.wait(60 * MINUTE_MS);
    expect(train.refuses(due).blockers).toMatchObject([{ type: 'busy' }]);
    expect(train.train.groups[1]?.departure).not.toBeNull();
  });

  test('can be moved and cancelled', () => {
    const train = ready();
    expect(train.refuses(set({ departure: null })).message).toBe('No departure is set for group 1');
    train.does(set());
    train.does(set({ departure: { at: at + 1, timeZone: 'UTC' } }));
    expect(train.train.groups[0]?.departure?.at).toBe(at + 1);
    train.does(set({ departure: null }));
    expect(train.train.groups[0]?.departure).toBeNull();
  });

  test('is refused to others, for the past, under a hold, in a freeze, for an express and under way', () => {
    const train = ready();
    expect(train.refuses(set({ by: bob })).code).toBe('forbidden');
    expect(train.refuses(set({ by: dora })).message).toBe(
      'alice drives group 1; take over driving first',
    );
    expect(train.refuses(set({ group: 5 })).code).toBe('not-found');
    expect(train.refuses(set({ departure: { at: NOON, timeZone: 'UTC' } })).code).toBe('invalid');
    train.obeys({ freezes: [freeze] });
    expect(train.refuses(set()).message).toBe(
      'Nothing departs then: the shareholders are here. It ends at 2026-07-02 08:00 Europe/Berlin',
    );
    train.obeys({ freezes: [] });
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    expect(train.refuses(set()).code).toBe('conflict');
    train.does({ do: 'unhold', by: bob, of: 'bob' });
    train.does({
      do: 'express',
      by: alice,
      passenger: passenger('x', alice, { extent: 'percentages' }),
    });
    expect(train.refuses(set({ group: 2 })).message).toBe(
      'Group 2 is an express and departs by itself as soon as it can',
    );
    train.departs(1);
    expect(train.refuses(set()).message).toBe('Group 1 has departed already');
  });
});
