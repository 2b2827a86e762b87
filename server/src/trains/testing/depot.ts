import type { FreezeWindow } from '../../environments/freeze.ts';
import { openPolicy, type Policy } from '../../environments/policy.ts';
import type { ChangeFacts, Command, Facts, Someone } from '../commands.ts';
import { apply } from '../machine.ts';
import type { Effect, Refusal } from '../outcome.ts';
import { emptyTrain, findGroup, type Passenger, type Place, type Train } from '../train.ts';

const someone = (id: string, role: Someone['role']): Someone => ({
  kind: 'person',
  id,
  name: id,
  role,
});
export const alice = someone('alice', 'driver');
export const bob = someone('bob', 'developer');
export const carol = someone('carol', 'developer');
export const dora = someone('dora', 'admin');
export const vera = someone('vera', 'viewer');

export const MINUTE_MS = 60_000;
/** A Wednesday. */
export const NOON = Date.UTC(2026, 6, 1, 12);

export const production: Policy = {
  ...openPolicy,
  who: {
    board: 'developer',
    depart: 'driver',
    override: 'driver',
    unhold: 'driver',
  },
  publish: 'driver',
  express: 'percentages',
  approvals: 1,
  isPrincessRequired: true,
  plan: [
    { audience: { kind: 'internal' }, minimumMs: MINUTE_MS },
    { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 2 * MINUTE_MS },
  ],
};

/** Changes edit a switch of their own, unless told otherwise. */
export const passenger = (
  change: string,
  author: Someone = alice,
  over: Partial<Passenger> = {},
): Passenger => ({
  change,
  title: `the ${change}`,
  author: { kind: author.kind, id: author.id, name: author.name },
  touches: [{ kind: 'switch', key: change, field: 'state' }],
  extent: 'anything',
  ...over,
});

const clear = (change: string): ChangeFacts => ({
  change,
  approvals: 1,
  conflicts: [],
  waitsFor: [],
});

/** Nothing stands against these changes, but what is said. */
export const facts = (
  changes: readonly string[],
  over: Readonly<Record<string, Partial<ChangeFacts>>> = {},
  problems: readonly string[] = [],
): Facts => ({ changes: changes.map((each) => ({ ...clear(each), ...over[each] })), problems });

export type Timeless = Command extends infer C
  ? C extends Command
    ? Omit<C, 'at'>
    : never
  : never;

/** A train that goes where it is told, at noon and later. */
export function depot(policy: Policy = production) {
  let train: Train = emptyTrain;
  let now = NOON;
  let rules = policy;
  const give = (command: Timeless) => apply(train, { at: now, ...command } as Command, rules);

  /** What has to happen; fails if it is refused. */
  function does(command: Timeless): readonly Effect[] {
    const outcome = give(command);
    if ('refused' in outcome) throw new Error(`${command.do}: ${outcome.refused.message}`);
    train = outcome.train;
    return outcome.effects;
  }

  function refuses(command: Timeless): Refusal {
    const outcome = give(command);
    if (!('refused' in outcome)) throw new Error(`${command.do} was accepted`);
    return outcome.refused;
  }

  return {
    does,
    refuses,
    boards: (change: string, by?: Someone, over?: Partial<Passenger>) =>
      does(boarding(change, { how: 'plain' }, over, by)),
    /** Everybody aboard says good, at princess. */
    checks(group: number) {
      const { riders, driver } = found(group);
      const changes = riders.map(({ change }) => change);
      const by = { ...driver, role: 'developer' } as const;
      does({ do: 'princess', by, group, facts: facts(changes) });
      for (const { change, author } of riders) {
        does({ do: 'mark', by: { ...author, role: 'developer' }, change, mark: 'good' });
      }
    },
    departs: (group: number, by: Someone = alice) =>
      does({ do: 'depart', by, group, facts: factsOf(group), overrides: [] }),
    /** The clock finds everything well. */
    ticks(group: number) {
      const { station } = found(group);
      const stage = typeof station === 'object' ? station.stage : 0;
      return { do: 'advance', group, stage, verdict: 'advance', why: 'time is up' } as const;
    },
    factsOf,
    wait: (ms: number) => {
      now += ms;
    },
    obeys: (next: Partial<Policy>) => {
      rules = { ...rules, ...next };
    },
    get now() {
      return now;
    },
    get train() {
      return train;
    },
    /** The changes of each group, in order. */
    get queue() {
      return train.groups.map(({ riders }) => riders.map(({ change }) => change).join('+'));
    },
  };

  function found(group: number) {
    const there = findGroup(train, group);
    if (there === undefined) throw new Error(`There is no group ${group}`);
    return there;
  }

  function factsOf(group: number) {
    return facts(found(group).riders.map(({ change }) => change));
  }
}

export const told = (effects: readonly Effect[]) =>
  effects.flatMap((each) => (each.do === 'tell' ? [[each.to, each.message]] : []));

export const deeds = (effects: readonly Effect[]) =>
  effects.map((each) => each.do).filter((each) => each !== 'tell');

export const boarding = (change: string, place: Place, over: Partial<Passenger> = {}, by = alice) =>
  ({ do: 'board', by, passenger: passenger(change, by, over), place }) as const;

export const freeze: FreezeWindow = {
  every: 'once',
  from: '2026-07-01T00:00',
  to: '2026-07-02T08:00',
  timeZone: 'Europe/Berlin',
  reason: 'the shareholders are here',
};
export const go = (over: object = {}) =>
  ({
    do: 'depart',
    by: alice,
    group: 1,
    facts: facts(['a', 'b']),
    overrides: [],
    ...over,
  }) as const;

/** alice drives group 1 with a change of her own and one of bob's; both are good. */
export function ready(policy = production) {
  const train = depot(policy);
  train.boards('a');
  train.boards('b', bob);
  train.checks(1);
  return train;
}
