import { describe, expect, test } from 'vitest';
import type { Override } from './commands.ts';
import {
  alice,
  bob,
  carol,
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

describe('a group departs', () => {
  test('to the first stage of the plan, which stays as it was then', () => {
    const train = ready();
    train.wait(MINUTE_MS);
    const [effect, ...more] = train.does(go());
    expect(more).toEqual([]);
    expect(effect).toMatchObject({ do: 'depart', overridden: [], reason: '' });
    expect(train.train.groups).toMatchObject([
      { id: 1, station: { stage: 0 }, since: NOON + MINUTE_MS, plan: production.plan },
    ]);
    train.obeys({ plan: [] });
    train.wait(MINUTE_MS);
    expect(deeds(train.does(train.ticks(1)))).toEqual(['stage']);
  });

  test('and arrives at once where there is no plan', () => {
    const train = ready({ ...production, plan: [] });
    train.does({ do: 'board', by: bob, passenger: passenger('c', bob), place: { how: 'last' } });
    const effects = train.does(go());
    expect(deeds(effects)).toEqual(['depart', 'arrive']);
    expect(told(effects)).toEqual([[['bob'], "You're up: group 2 is at the head of the train"]]);
    expect(train.queue).toEqual(['c']);
  });

  test('straight from the queue where princess is not required, once everybody is good', () => {
    const train = depot({ ...production, isPrincessRequired: false });
    train.boards('a');
    expect(train.refuses(go({ facts: facts(['a']) })).message).toBe(
      'Group 1 cannot depart: alice has not said good to “the a”',
    );
    train.does({ do: 'mark', by: alice, change: 'a', mark: 'good' });
    expect(deeds(train.does(go({ facts: facts(['a']) })))).toEqual(['depart']);
  });

  test('only at the word of its driver, who needs the role, and only once', () => {
    const train = ready();
    expect(train.refuses(go({ by: dora })).message).toBe(
      'alice drives group 1; take over driving first',
    );
    train.does({ do: 'drive', by: bob, group: 1, driver: bob });
    expect(train.refuses(go({ by: bob }))).toEqual({
      code: 'forbidden',
      message: 'Departing needs the role driver here, and bob has developer',
    });
    train.does({ do: 'drive', by: dora, group: 1, driver: dora });
    train.does(go({ by: dora }));
    expect(train.refuses(go({ by: dora })).message).toBe('Group 1 has departed already');
    expect(train.refuses(go({ group: 2 })).message).toBe('There is no group 2 on this train');
  });
});

describe('what is in the way', () => {
  test('is told all at once', () => {
    const train = depot();
    train.does({
      do: 'express',
      by: alice,
      passenger: passenger('x', alice, { extent: 'percentages' }),
    });
    train.does({ do: 'depart-due', group: 1, facts: facts(['x']) });
    train.boards('ahead', bob);
    train.does({ do: 'board', by: alice, passenger: passenger('a'), place: { how: 'last' } });
    train.does({
      do: 'board',
      by: bob,
      passenger: passenger('b', bob),
      place: { how: 'with', change: 'a' },
    });
    train.obeys({ freezes: [freeze] });
    train.does({ do: 'hold', by: carol, reason: 'lunch' });
    const stale = facts(
      ['a'],
      { a: { approvals: 0, conflicts: ['state was set to on'], waitsFor: ['web 2.0', 'api 3'] } },
      ['checkout requires itself'],
    );
    const { code, blockers } = train.refuses(go({ group: 3, facts: stale }));
    expect(code).toBe('conflict');
    expect(
      blockers?.map(({ message, ...rest }) => [Object.values(rest).join(' '), message]),
    ).toEqual([
      ['hold waits nobody ', 'carol holds the train: lunch'],
      ['busy waits nobody ', 'Group 1 is still rolling out'],
      ['behind waits nobody ', 'Group 2 is ahead of it'],
      [
        'freeze waits driver ',
        'Nothing departs until 2026-07-02 08:00 Europe/Berlin: the shareholders are here',
      ],
      ['princess stops driver ', 'Group 3 has not been to princess'],
      ['approvals waits admin a', '“the a” has 0 of 1 approvals'],
      ['conflict stops nobody a', '“the a”: state was set to on'],
      ['code waits driver a', '“the a” waits for web 2.0'],
      ['code waits driver a', '“the a” waits for api 3'],
      ['approvals waits admin b', '“the b” has 0 of 1 approvals'],
      ['conflict stops nobody b', '“the b”: nothing is known of it'],
      ['invalid stops nobody ', 'checkout requires itself'],
    ]);
  });

  test('are riders who are not good', () => {
    const train = ready();
    train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
    const { message, blockers } = train.refuses(go());
    expect(message).toBe('Group 1 cannot depart: bob says uh-oh to “the b”');
    expect(blockers).toMatchObject([
      { type: 'uh-oh', severity: 'stops', override: 'driver', change: 'b' },
    ]);
  });

  test('is passed over by who may, with a reason, and stands in the log', () => {
    const train = ready();
    train.obeys({ freezes: [freeze] });
    train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
    const overrides: Override[] = [
      { type: 'freeze', change: null },
      { type: 'uh-oh', change: 'b' },
    ];
    expect(train.refuses(go({ overrides })).message).toBe(
      'Say why group 1 is to depart all the same: Nothing departs until 2026-07-02 08:00 Europe/Berlin: the shareholders are here; bob says uh-oh to “the b”',
    );
    const reason = 'bob means another page';
    const [effect] = train.does(go({ overrides, reason }));
    expect(effect).toMatchObject({
      do: 'depart',
      reason,
      overridden: [{ type: 'freeze' }, { type: 'uh-oh', change: 'b' }],
    });
  });

  test.each<[string, Override]>([
    ['of another change', { type: 'uh-oh', change: 'a' }],
    ['of another type', { type: 'unmarked', change: 'b' }],
    ['of the group', { type: 'uh-oh', change: null }],
  ])('is not passed over by an override %s', (_, override) => {
    const train = ready();
    train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
    const { message } = train.refuses(go({ overrides: [override], reason: 'go' }));
    expect(message).toBe('Group 1 cannot depart: bob says uh-oh to “the b”');
  });

  test('is not passed over by who may not, nor where nobody may', () => {
    const train = ready();
    const stale = facts(['a', 'b'], { a: { approvals: 0 }, b: { conflicts: ['it is gone'] } });
    const overrides: Override[] = [
      { type: 'approvals', change: 'a' },
      { type: 'conflict', change: 'b' },
    ];
    const wanted = go({ facts: stale, overrides, reason: 'go' });
    expect(train.refuses(wanted).blockers).toHaveLength(2);
    train.does({ do: 'drive', by: dora, group: 1, driver: dora });
    expect(train.refuses({ ...wanted, by: dora }).blockers).toHaveLength(2);
    const approved = { ...wanted, by: dora, facts: facts(['a', 'b'], { a: { approvals: 0 } }) };
    expect(deeds(train.does(approved))).toEqual(['depart']);
  });
});
