import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  deeds,
  depot,
  facts,
  freeze,
  go,
  passenger,
  production,
  told,
} from './testing/depot.ts';

describe('an express', () => {
  const small = (change: string, by = alice) => passenger(change, by, { extent: 'percentages' });
  const leaving = (change: string, by = alice) =>
    ({ do: 'express', by, passenger: small(change, by) }) as const;

  test('passes by the queue, behind what rolls out and other expresses, and says so', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    train.departs(1);
    train.boards('b');
    expect(told(train.does(leaving('c')))).toEqual([
      [['alice'], '“the c” leaves as soon as it can: Group 1 is still rolling out'],
    ]);
    train.does(leaving('d'));
    expect(train.queue).toEqual(['a', 'c', 'd', 'b']);
  });

  test('goes as far as the policy lets it, for whom it lets', () => {
    const train = depot();
    const any = { do: 'express', by: alice, passenger: passenger('a') } as const;
    expect(train.refuses(any)).toEqual({
      code: 'forbidden',
      message: 'Only changes of percentages may leave at once here; let “the a” board the train',
    });
    expect(train.refuses(leaving('a', bob)).message).toBe(
      'Letting it leave at once needs the role driver here, and bob has developer; let “the a” board the train',
    );
    train.obeys({ express: 'harmless' });
    expect(train.refuses(leaving('a')).message).toBe(
      'Only changes of new switches that are off may leave at once here; let “the a” board the train',
    );
    train.does({ do: 'express', by: bob, passenger: passenger('b', bob, { extent: 'harmless' }) });
    train.obeys({ express: 'anything' });
    train.does(any);
    expect(train.queue).toEqual(['b', 'a']);
  });
});

describe('an express departs by itself', () => {
  const due = (over: Parameters<typeof facts>[1] = {}) =>
    ({ do: 'depart-due', group: 1, facts: facts(['x'], over) }) as const;
  function withExpress(policy = production) {
    const train = depot({ ...policy, expressApprovals: 1 });
    const small = passenger('x', alice, { extent: 'percentages' });
    train.does({ do: 'express', by: alice, passenger: small });
    return train;
  }

  test('along the canary plan, without princess and marks', () => {
    const train = withExpress();
    expect(deeds(train.does(due()))).toEqual(['depart']);
    expect(train.train.groups[0]?.plan).toEqual(production.plan);
  });

  test('not where the policy lets it no more: it is off the train', () => {
    const train = withExpress();
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    train.obeys({ express: 'harmless' });
    train.does({ do: 'unhold', by: bob, of: 'bob' });
    expect(told(train.does(due()))).toEqual([
      [
        ['alice'],
        '“the x” could not leave and is off the train: “the x” may not leave at once here any more',
      ],
    ]);
    expect(train.queue).toEqual([]);
  });

  test('ahead of a head group that waits, which stays the head', () => {
    const train = withExpress();
    train.boards('a');
    const effects = train.does(due());
    expect(told(effects)).toEqual([]);
    expect(train.queue).toEqual(['x', 'a']);
    expect(train.refuses({ ...go({ group: 2, facts: facts(['a']) }) }).blockers).toMatchObject([
      { type: 'busy' },
      { type: 'princess' },
    ]);
  });

  test('only when holds, freezes, code and approvals let it, and waits so long', () => {
    const train = withExpress();
    train.obeys({ freezes: [freeze] });
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    const { blockers } = train.refuses(due({ x: { approvals: 0, waitsFor: ['web 2.0'] } }));
    expect(blockers?.map(({ type }) => type)).toEqual(['hold', 'freeze', 'approvals', 'code']);
    train.does({ do: 'unhold', by: bob, of: 'bob' });
    train.obeys({ freezes: [] });
    expect(deeds(train.does(due()))).toEqual(['depart']);
  });

  test('without approvals and canaries where it needs none', () => {
    const train = withExpress();
    train.obeys({ expressApprovals: 0 });
    expect(deeds(train.does(due({ x: { approvals: 0 } })))).toEqual(['depart']);
    const other = depot({ ...production, expressApprovals: 2 });
    const off = passenger('x', bob, { extent: 'harmless' });
    other.does({ do: 'express', by: bob, passenger: off });
    expect(deeds(other.does(due({ x: { approvals: 0 } })))).toEqual(['depart', 'arrive']);
  });

  test('or is off the train, and told so, when only its author can help', () => {
    const train = withExpress();
    const effects = train.does(due({ x: { conflicts: ['rules were set by release 7'] } }));
    expect(told(effects)).toEqual([
      [
        ['alice'],
        '“the x” could not leave and is off the train: “the x”: rules were set by release 7',
      ],
    ]);
    expect(train.queue).toEqual([]);
  });

  test('or at the word of its driver, past a freeze', () => {
    const train = withExpress();
    train.obeys({ freezes: [freeze] });
    const overrides = [{ type: 'freeze', change: null }];
    const wanted = go({ facts: facts(['x']), overrides, reason: 'the shop is empty' });
    expect(deeds(train.does(wanted))).toEqual(['depart']);
  });
});
