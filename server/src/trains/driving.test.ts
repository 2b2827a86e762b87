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
  production,
  told,
} from './testing/depot.ts';

describe('driving', () => {
  const handed = (to: typeof alice, by: typeof alice) =>
    ({ do: 'drive', by, group: 1, driver: to }) as const;

  test('is handed over by the driver, to a rider or to whoever may drive any', () => {
    const train = depot();
    train.boards('a', bob);
    train.boards('b', carol);
    expect(told(train.does(handed(carol, bob)))).toEqual([[['carol'], 'carol drives group 1 now']]);
    expect(told(train.does(handed(alice, carol)))).toEqual([
      [['alice'], 'alice drives group 1 now'],
    ]);
    expect(train.train.groups[0]?.driver).toEqual({ kind: 'person', id: 'alice', name: 'alice' });
  });

  test('is taken over by a rider or by whoever may drive any, and who drove is told', () => {
    const train = depot();
    train.boards('a', bob);
    train.boards('b', carol);
    expect(told(train.does(handed(carol, carol)))).toEqual([[['bob'], 'carol drives group 1 now']]);
    train.does(handed(dora, dora));
    expect(train.train.groups[0]?.driver.id).toBe('dora');
  });

  test('is refused to strangers, to who drives, and for others', () => {
    const train = depot();
    train.boards('a', bob);
    expect(train.refuses(handed(carol, bob))).toEqual({
      code: 'forbidden',
      message: 'carol cannot drive group 1 without a change aboard or the role driver',
    });
    expect(train.refuses(handed(alice, dora)).message).toBe(
      'bob drives group 1; take over driving first',
    );
    expect(train.refuses(handed(bob, bob)).message).toBe('bob drives group 1 already');
    expect(train.refuses({ ...handed(bob, bob), group: 9 }).message).toBe(
      'There is no group 9 on this train',
    );
    const boast = { ...handed(carol, carol), driver: { ...carol, role: 'admin' } } as const;
    expect(train.refuses(boast).code).toBe('forbidden');
  });
});

describe('princess', () => {
  const sent = (group = 1, by = alice) =>
    ({ do: 'princess', by, group, facts: facts(['a', 'b']) }) as const;

  test('gets the head group from its driver, and its riders are asked', () => {
    const train = depot();
    train.boards('a');
    train.boards('b', bob);
    train.wait(700);
    expect(train.does(sent())).toEqual([
      { do: 'to-princess', group: expect.objectContaining({ id: 1, station: 'princess' }) },
      {
        do: 'tell',
        to: ['alice', 'bob'],
        message: 'Group 1 is at princess: look at your change and say good or uh-oh',
      },
    ]);
    expect(train.train.groups[0]).toMatchObject({ station: 'princess', since: NOON + 700 });
  });

  test('gets no group but the head, from nobody but its driver, not twice, and none that has departed', () => {
    const train = depot();
    train.boards('a');
    train.does({ do: 'board', by: alice, passenger: passenger('b'), place: { how: 'last' } });
    expect(train.refuses(sent(2)).message).toBe(
      'Group 1 is ahead of group 2; one is checked at a time',
    );
    expect(train.refuses(sent(1, bob)).message).toBe(
      'alice drives group 1; take over driving first',
    );
    expect(train.refuses(sent(3)).code).toBe('not-found');
    train.checks(1);
    expect(train.refuses(sent()).message).toBe('Group 1 is at princess already');
    train.departs(1);
    expect(train.refuses(sent()).message).toBe('Group 1 has departed already');
    expect(train.refuses(sent(2)).message).toBe(
      'Group 1 is ahead of group 2; one is checked at a time',
    );
  });

  test('gets no express, but the head group while an express rolls out', () => {
    const train = depot({ ...production, expressApprovals: 1 });
    const small = passenger('x', alice, { extent: 'percentages' });
    train.does({ do: 'express', by: alice, passenger: small });
    expect(train.refuses(sent()).message).toBe('Group 1 is an express and passes princess by');
    train.does({ do: 'depart-due', group: 1, facts: train.factsOf(1) });
    train.boards('a');
    expect(deeds(train.does(sent(2)))).toEqual(['to-princess']);
  });

  test('gets nothing that is held, in conflict or invalid, and says all of it', () => {
    const train = depot();
    train.boards('a');
    train.does({ do: 'hold', by: bob, reason: 'wait' });
    const said = facts(
      ['a'],
      { a: { conflicts: ['state was set to on'], waitsFor: ['web 2.0'] } },
      ['a circle'],
    );
    const { message, blockers } = train.refuses({ ...sent(), facts: said });
    expect(message).toBe(
      'Group 1 cannot go to princess: bob holds the train: wait; “the a”: state was set to on; a circle',
    );
    expect(blockers?.map(({ type }) => type)).toEqual(['hold', 'conflict', 'invalid']);
  });
});

describe('marks', () => {
  const says = (change: string, mark: 'good' | 'uh-oh', by = alice) =>
    ({ do: 'mark', by, change, mark }) as const;
  const marks = ({ train }: ReturnType<typeof depot>) =>
    train.groups[0]?.riders.map(({ mark }) => mark);

  test('are given at princess by the authors, changed as they like, and the driver hears when all are good', () => {
    const train = depot();
    train.boards('a');
    train.boards('b', bob);
    train.does({ do: 'princess', by: alice, group: 1, facts: train.factsOf(1) });
    expect(train.does(says('b', 'uh-oh', bob))).toEqual([]);
    expect(told(train.does({ ...says('b', 'uh-oh', bob), reason: 'it is blank' }))).toEqual([
      ['everybody', 'bob says uh-oh to “the b”: it is blank'],
    ]);
    expect(train.does(says('a', 'good'))).toEqual([]);
    expect(marks(train)).toEqual(['good', 'uh-oh']);
    expect(told(train.does(says('b', 'good', bob)))).toEqual([
      [['alice'], 'Everyone is ready in group 1'],
    ]);
    expect(train.does(says('b', 'good', bob))).toEqual([]);
  });

  test('are refused before princess, for others, and for who is not there', () => {
    const train = depot();
    train.boards('a');
    expect(train.refuses(says('a', 'good')).message).toBe(
      'Group 1 has not been to princess: there is nothing to see yet',
    );
    train.does({ do: 'princess', by: alice, group: 1, facts: train.factsOf(1) });
    expect(train.refuses(says('a', 'good', dora))).toEqual({
      code: 'forbidden',
      message: 'Only alice speaks for “the a”',
    });
    expect(train.refuses(says('x', 'good')).code).toBe('not-found');
  });

  test('are given in the queue where princess is not required, and void when somebody boards', () => {
    const train = depot({ ...production, isPrincessRequired: false });
    train.boards('a');
    expect(told(train.does(says('a', 'good')))).toEqual([
      [['alice'], 'Everyone is ready in group 1'],
    ]);
    train.boards('b', bob);
    expect(marks(train)).toEqual([null, null]);
  });

  test('are asked for again at every station', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    train.departs(1);
    expect(marks(train)).toEqual([null]);
    train.does(says('a', 'good'));
    train.wait(60_000);
    train.does(train.ticks(1));
    expect(marks(train)).toEqual([null]);
  });

  test('of uh-oh are taken back under way by who may override, with a reason', () => {
    const train = depot();
    train.boards('a', alice);
    train.boards('b', bob);
    train.checks(1);
    train.departs(1);
    train.does(says('b', 'uh-oh', bob));
    expect(train.refuses({ ...says('b', 'good', carol), reason: 'looks fine' }).code).toBe(
      'forbidden',
    );
    expect(train.refuses(says('b', 'uh-oh', alice)).code).toBe('forbidden');
    expect(train.refuses(says('b', 'good', alice)).message).toBe(
      'Say why the release may go on although bob says uh-oh to “the b”',
    );
    const reason = 'it was his network';
    expect(told(train.does({ ...says('b', 'good', alice), reason }))).toEqual([
      [['bob'], `alice lets the release go on although you say uh-oh: ${reason}`],
    ]);
    expect(marks(train)).toEqual([null, null]);
    expect(train.refuses({ ...says('b', 'good', alice), reason }).code).toBe('forbidden');
  });
});
