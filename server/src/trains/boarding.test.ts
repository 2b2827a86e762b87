import { describe, expect, test } from 'vitest';
import {
  alice,
  boarding,
  bob,
  carol,
  depot,
  dora,
  NOON,
  passenger,
  production,
  told,
  vera,
} from './testing/depot.ts';
import type { Place } from './train.ts';

const plain = { how: 'plain' } as const;
const touches = [{ kind: 'switch', key: 'shared', field: 'state' }] as const;

describe('a change that boards', () => {
  test('opens a group on an empty train, drives it, and is told it is up', () => {
    const train = depot();
    expect(told(train.boards('a'))).toEqual([
      [['alice'], "You're up: group 1 is at the head of the train"],
    ]);
    expect(train.train).toEqual({
      holds: [],
      bookings: [],
      nextGroup: 2,
      groups: [
        {
          id: 1,
          riders: [{ ...passenger('a'), mark: null }],
          driver: { kind: 'person', id: 'alice', name: 'alice' },
          rides: 'together',
          station: 'waiting',
          since: NOON,
          plan: [],
          departure: null,
        },
      ],
    });
  });

  test('joins the first group that waits and has room, and no more than five ride together', () => {
    const train = depot();
    for (const change of ['a', 'b', 'c', 'd', 'e', 'f']) train.boards(change, bob);
    expect(train.queue).toEqual(['a+b+c+d+e', 'f']);
    train.does({ do: 'leave', by: bob, change: 'b' });
    train.boards('g');
    expect(train.queue).toEqual(['a+c+d+e+g', 'f']);
    expect(train.train.groups[0]?.driver.id).toBe('bob');
  });

  test('passes by groups that ride alone, are on their way, or edit the same', () => {
    const train = depot();
    train.boards('a');
    train.does({ do: 'princess', by: alice, group: 1, facts: train.factsOf(1) });
    train.does(boarding('b', { how: 'alone' }));
    train.does(boarding('c', plain, { touches }));
    train.does(boarding('d', plain, { touches }));
    train.boards('e');
    expect(train.queue).toEqual(['a', 'b', 'c+e', 'd']);
  });

  test('joins no express, and no group that has departed', () => {
    const train = depot();
    train.boards('a');
    train.checks(1);
    train.departs(1);
    train.does({
      do: 'express',
      by: alice,
      passenger: passenger('b', alice, { extent: 'percentages' }),
    });
    train.boards('c');
    expect(train.queue).toEqual(['a', 'b', 'c']);
  });

  test('rides with, before, alone or last if it asks to', () => {
    const train = depot();
    train.boards('a');
    train.does(boarding('b', { how: 'last' }));
    train.does(boarding('c', { how: 'with', change: 'b' }));
    train.does(boarding('d', { how: 'alone' }));
    const effects = train.does(boarding('e', { how: 'before', change: 'a' }, {}, bob));
    expect(told(effects)).toEqual([[['bob'], "You're up: group 4 is at the head of the train"]]);
    expect(train.queue).toEqual(['e', 'a', 'b+c', 'd']);
    expect(train.train.groups.map(({ rides }) => rides)).toEqual([
      'together',
      'together',
      'together',
      'alone',
    ]);
  });

  test('sends the group it joins back from princess, with marks cleared and everybody told', () => {
    const train = depot();
    train.boards('a');
    train.boards('b', bob);
    train.checks(1);
    train.wait(1_000);
    const effects = train.does(boarding('c', { how: 'with', change: 'a' }, {}, carol));
    expect(effects).toEqual([
      { do: 'from-princess', group: expect.objectContaining({ id: 1, station: 'princess' }) },
      {
        do: 'tell',
        to: ['alice', 'bob', 'carol'],
        message: 'Group 1 has to be checked on princess again: “the c” has boarded',
      },
    ]);
    expect(train.train.groups[0]).toMatchObject({ station: 'waiting', since: NOON + 1_000 });
    expect(train.train.groups[0]?.riders.map(({ mark }) => mark)).toEqual([null, null, null]);
  });

  test.each<[string, Place, string]>([
    [
      'with somebody who is not there',
      { how: 'with', change: 'x' },
      'Change x is not aboard this train',
    ],
    [
      'before somebody who is not there',
      { how: 'before', change: 'x' },
      'Change x is not aboard this train',
    ],
    ['with who rides alone', { how: 'with', change: 'alone' }, 'Group 3 rides alone'],
    [
      'with a full group',
      { how: 'with', change: '5' },
      'Group 2 is full: 5 changes ride together at most',
    ],
    ['with who has departed', { how: 'with', change: 'out' }, 'Group 1 has departed'],
    [
      'before who has departed',
      { how: 'before', change: 'out' },
      'Group 1 is on its way; nothing goes before it any more',
    ],
  ])('is refused %s', (_, place, message) => {
    const train = depot();
    train.boards('out');
    train.checks(1);
    train.departs(1);
    for (const change of ['1', '2', '3', '4', '5']) train.boards(change);
    train.does(boarding('alone', { how: 'alone' }));
    expect(train.refuses(boarding('new', place)).message).toBe(message);
  });

  test('is refused before who is at princess, and with who edits the same', () => {
    const train = depot();
    train.boards('a', alice, { touches });
    expect(train.refuses(boarding('b', { how: 'with', change: 'a' }, { touches }))).toEqual({
      code: 'conflict',
      message: '“the a” in group 1 edits state of shared too; they cannot leave together',
    });
    train.does({ do: 'princess', by: alice, group: 1, facts: train.factsOf(1) });
    expect(train.refuses(boarding('b', { how: 'before', change: 'a' })).message).toBe(
      'Group 1 is on its way; nothing goes before it any more',
    );
  });

  test('is refused twice, in any way of boarding', () => {
    const train = depot();
    train.boards('a', bob);
    expect(train.refuses(boarding('a', { how: 'last' })).message).toBe(
      '“the a” is aboard already, in group 1',
    );
    const small = passenger('a', alice, { extent: 'percentages' });
    expect(train.refuses({ do: 'express', by: alice, passenger: small }).code).toBe('conflict');
  });

  test('needs the role the policy asks for', () => {
    const train = depot();
    expect(train.refuses(boarding('a', plain, {}, vera))).toEqual({
      code: 'forbidden',
      message: 'Boarding needs the role developer here, and vera has viewer',
    });
    train.obeys({ who: { ...production.who, board: 'admin' } });
    expect(train.refuses(boarding('a', plain)).code).toBe('forbidden');
    train.does(boarding('a', plain, {}, dora));
  });
});
