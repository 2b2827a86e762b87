import { describe, expect, test } from 'vitest';
import { alice, bob, carol, deeds, depot, dora, NOON, passenger, told } from './testing/depot.ts';

/** Two of bob and one of carol, driven by bob. */
function threeAboard() {
  const train = depot();
  train.boards('a', bob);
  train.boards('b', carol);
  train.boards('c', bob);
  return train;
}
const marks = ({ train }: ReturnType<typeof depot>) =>
  train.groups[0]?.riders.map(({ mark }) => mark);

describe('a change that leaves', () => {
  test('goes, and its group stays where it is', () => {
    const train = threeAboard();
    expect(train.does({ do: 'leave', by: bob, change: 'a' })).toEqual([]);
    expect(train.queue).toEqual(['b+c']);
    expect(train.train.groups[0]?.driver.id).toBe('bob');
  });

  test('leaves driving to the next rider, unless its author still rides', () => {
    const train = threeAboard();
    train.does({ do: 'leave', by: bob, change: 'c' });
    expect(told(train.does({ do: 'leave', by: bob, change: 'a' }))).toEqual([
      [['carol'], 'You drive group 1 now: “the a” has left'],
    ]);
    expect(train.train.groups[0]?.driver.id).toBe('carol');
  });

  test('leaves a driver who does not ride at the wheel', () => {
    const train = threeAboard();
    train.does({ do: 'drive', by: alice, group: 1, driver: alice });
    train.does({ do: 'leave', by: bob, change: 'a' });
    train.does({ do: 'leave', by: bob, change: 'c' });
    expect(train.train.groups[0]?.driver.id).toBe('alice');
  });

  test('takes the group along if it was the last, and the next is up', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    train.boards('b', bob);
    const effects = train.does({ do: 'leave', by: alice, change: 'a' });
    expect(effects).toEqual([
      { do: 'from-princess', group: expect.objectContaining({ id: 1 }) },
      { do: 'tell', to: ['bob'], message: "You're up: group 2 is at the head of the train" },
    ]);
    expect(train.queue).toEqual(['b']);
  });

  test('sends its group back from princess', () => {
    const train = threeAboard();
    train.checks(1);
    const effects = train.does({ do: 'leave', by: carol, change: 'b' });
    expect(deeds(effects)).toEqual(['from-princess']);
    expect(told(effects)).toEqual([
      [['bob'], 'Group 1 has to be checked on princess again: “the b” has left'],
    ]);
    expect(train.train.groups[0]?.station).toBe('waiting');
    expect(marks(train)).toEqual([null, null]);
  });

  test('is refused for others, for who is not there, and once it has departed', () => {
    const train = threeAboard();
    expect(train.refuses({ do: 'leave', by: alice, change: 'a' })).toEqual({
      code: 'forbidden',
      message: 'Only bob takes “the a” off; the driver can kick it',
    });
    expect(train.refuses({ do: 'leave', by: alice, change: 'x' })).toEqual({
      code: 'not-found',
      message: 'Change x is not aboard this train',
    });
    train.checks(1);
    train.does({ do: 'drive', by: alice, group: 1, driver: alice });
    train.departs(1);
    const message = '“the a” has departed with group 1; abort the release instead';
    expect(train.refuses({ do: 'leave', by: bob, change: 'a' }).message).toBe(message);
    const kicked = { do: 'kick', by: alice, change: 'a', reason: 'late' } as const;
    expect(train.refuses(kicked).message).toBe(message);
    const edited = { do: 'rebase', by: bob, passenger: passenger('a', bob) } as const;
    expect(train.refuses(edited).message).toBe(message);
  });
});

describe('a change that is kicked', () => {
  const kick = { do: 'kick', change: 'b', reason: 'it is red' } as const;

  test.each([
    ['the driver of its group', bob],
    ['whoever may drive any', dora],
  ])('goes at the word of %s, and its author is told why', (_, by) => {
    const train = threeAboard();
    expect(told(train.does({ ...kick, by }))).toEqual([
      [['carol'], `${by.name} has kicked “the b”: it is red`],
    ]);
    expect(train.queue).toEqual(['a+c']);
  });

  test('stays at the word of others, and without a reason', () => {
    const train = threeAboard();
    expect(train.refuses({ ...kick, by: carol })).toEqual({
      code: 'forbidden',
      message: 'carol cannot kick “the b” without driving its group or the role driver',
    });
    expect(train.refuses({ ...kick, by: bob, reason: ' ' })).toEqual({
      code: 'invalid',
      message: 'Say why “the b” is kicked',
    });
    expect(train.refuses({ ...kick, by: bob, change: 'x' }).code).toBe('not-found');
  });
});

describe('a change that is edited aboard', () => {
  const touches = [{ kind: 'switch', key: 'shared', field: 'state' }] as const;

  test('keeps its place and author; nothing that was said holds any more', () => {
    const train = threeAboard();
    train.checks(1);
    train.wait(500);
    const edited = passenger('b', alice, { touches, title: 'the new b' });
    const effects = train.does({ do: 'rebase', by: alice, passenger: edited });
    expect(deeds(effects)).toEqual(['from-princess']);
    expect(told(effects)).toEqual([
      [
        ['bob', 'carol'],
        'Group 1 has to be checked on princess again: alice has edited “the new b”',
      ],
    ]);
    expect(train.queue).toEqual(['a+b+c']);
    expect(train.train.groups[0]).toMatchObject({ station: 'waiting', since: NOON + 500 });
    expect(train.train.groups[0]?.riders[1]).toEqual({
      ...edited,
      author: passenger('b', carol).author,
      mark: null,
    });
    expect(marks(train)).toEqual([null, null, null]);
  });

  test('cannot come to edit what another in its group edits', () => {
    const train = threeAboard();
    const edited = passenger('b', carol, { touches: passenger('a').touches });
    expect(train.refuses({ do: 'rebase', by: carol, passenger: edited })).toEqual({
      code: 'conflict',
      message:
        '“the a” in group 1 edits state of a too; they cannot leave together; leave the group first',
    });
    expect(train.refuses({ do: 'rebase', by: carol, passenger: passenger('x') }).code).toBe(
      'not-found',
    );
  });

  test('cannot outgrow an express', () => {
    const train = depot();
    const small = passenger('a', alice, { extent: 'percentages' });
    train.does({ do: 'express', by: alice, passenger: small });
    train.does({ do: 'rebase', by: alice, passenger: { ...small, touches } });
    expect(train.refuses({ do: 'rebase', by: bob, passenger: small }).code).toBe('forbidden');
    const large = { ...small, extent: 'anything' } as const;
    expect(train.refuses({ do: 'rebase', by: alice, passenger: large }).code).toBe('forbidden');
  });
});
