import fc from 'fast-check';
import type { FreezeWindow } from '../../environments/freeze.ts';
import type { Policy } from '../../environments/policy.ts';
import type { Role } from '../../platform/roles.ts';
import type { Command, CommandTo, Facts, Override, Someone } from '../commands.ts';
import { headOf, movingGroup, type Passenger, type Place, type Train } from '../train.ts';
import { alice, bob, carol, dora, facts, MINUTE_MS, passenger, production, vera } from './depot.ts';

const people = [alice, bob, carol, dora, vera];
const authors = [alice, bob, carol, dora];
const [first] = people as [Someone];
export const roleOf = (id: string): Role => people.find((each) => each.id === id)?.role ?? 'viewer';

/** Every afternoon of Wednesday, when these rides begin, and of no other day. */
const afternoon: FreezeWindow = {
  every: 'week',
  from: { day: 'wednesday', time: '15:00' },
  to: { day: 'wednesday', time: '18:00' },
  timeZone: 'Europe/Berlin',
  reason: 'the shop is full',
};

export const policies: fc.Arbitrary<Policy> = fc.record({
  publish: fc.constant(production.publish),
  confirm: fc.constant(false),
  whenCodeGoesBack: fc.constant('warn'),
  by: fc.constant(null),
  guard: fc.constant(null),
  who: fc.constantFrom(production.who, { ...production.who, depart: 'developer' as const }),
  express: fc.constantFrom('harmless', 'percentages', 'anything'),
  approvals: fc.constantFrom(0, 1),
  expressApprovals: fc.constantFrom(0, 1),
  isPrincessRequired: fc.boolean(),
  whenCodeIsThere: fc.constantFrom('depart', 'wait for command'),
  plan: fc.constantFrom([], production.plan, [...production.plan, ...lastStages()]),
  freezes: fc.constantFrom([], [afternoon]),
});

function lastStages() {
  return [50_000, 95_000].map((thousandths) => ({
    audience: { kind: 'percentage', thousandths } as const,
    minimumMs: MINUTE_MS,
  }));
}

/** What somebody tries; numbers pick from what is there when it comes to it. */
interface Move {
  readonly deed: Command['do'];
  readonly who: number;
  readonly what: number;
  readonly how: number;
  readonly dirt: number;
  readonly waitMs: number;
}

const often = <D extends Command['do']>(weight: number, ...deeds: D[]) => ({
  weight,
  arbitrary: fc.constantFrom(...deeds),
});

const move: fc.Arbitrary<Move> = fc.record({
  deed: fc.oneof(
    often(12, 'mark', 'board'),
    often(12, 'advance', 'depart'),
    often(4, 'princess'),
    often(3, 'express', 'depart-due', 'unhold'),
    often(2, 'board-due', 'schedule', 'rebase', 'leave', 'drive'),
    often(1, 'kick', 'hold', 'abort', 'roll-back', 'restore', 'kill', 'revive'),
  ),
  who: fc.nat(19),
  what: fc.nat(11),
  how: fc.nat(11),
  dirt: fc.nat(29),
  waitMs: fc.constantFrom(0, 1, 1_000, MINUTE_MS, 3 * MINUTE_MS, 60 * MINUTE_MS, -1_000),
});

export const rides = fc.array(move, { minLength: 1, maxLength: 120, size: 'max' });

/** Mostly by whom it is up to, so that trains get somewhere. */
export function commandOf(train: Train, { deed, who, what, how, dirt, waitMs }: Move, now: number) {
  const at = now + waitMs;
  const group = (what < 9 ? headOf(train) : undefined) ?? train.groups[what % 3];
  const id = group?.id ?? what;
  const change = `c${what}`;
  const anybody = people[who] ?? first;
  const proper = (actor: { id: string } | undefined): Someone =>
    people.find((each) => who >= people.length && each.id === actor?.id) ?? anybody;
  const driver = proper(group?.driver);
  const rider = group?.riders.find((each) => each.mark === null) ?? group?.riders[0];
  const reason = how === 0 ? ' ' : 'because';
  const known = () => knownOf(train, id, dirt);
  const schedule = { at: at + (how - 1) * MINUTE_MS, timeZone: 'Europe/Berlin' };

  const commands: { [D in Command['do']]: () => CommandTo<D> } = {
    board: () => ({
      do: 'board',
      at,
      by: anybody,
      passenger: passengerOf(what, what),
      place: placeOf(how, who),
      ...(dirt % 5 === 0 && { schedule }),
    }),
    'board-due': () => ({ do: 'board-due', at }),
    express: () => ({ do: 'express', at, by: anybody, passenger: passengerOf(what, how) }),
    leave: () => ({ do: 'leave', at, by: proper(rider?.author), change: rider?.change ?? change }),
    kick: () => ({ do: 'kick', at, by: driver, change: rider?.change ?? change, reason }),
    rebase: () => ({ do: 'rebase', at, by: anybody, passenger: passengerOf(what, how) }),
    drive: () => ({ do: 'drive', at, by: driver, group: id, driver: people[how] ?? anybody }),
    princess: () => ({ do: 'princess', at, by: driver, group: id, facts: known() }),
    mark: () => ({
      do: 'mark',
      at,
      by: proper(rider?.author),
      change: rider?.change ?? change,
      mark: how > 1 ? 'good' : 'uh-oh',
      reason,
    }),
    depart: () => ({
      do: 'depart',
      at,
      by: driver,
      group: id,
      facts: known(),
      overrides: dirt > 24 ? everything(train, id) : [],
      reason,
    }),
    'depart-due': () => ({ do: 'depart-due', at, group: id, facts: known() }),
    schedule: () => ({
      do: 'schedule',
      at,
      by: driver,
      group: id,
      departure: how > 9 ? null : schedule,
    }),
    hold: () => ({ do: 'hold', at, by: anybody, reason }),
    unhold: () => ({
      do: 'unhold',
      at,
      by: anybody,
      of: (who % 4 === 0 ? train.holds.at(-1) : train.holds[0])?.by.id ?? anybody.id,
    }),
    advance: () => ({
      do: 'advance',
      at,
      group: movingGroup(train)?.id ?? id,
      stage: how === 0 ? what : (movingGroup(train)?.station.stage ?? 0),
      verdict: dirt < 25 ? 'advance' : dirt < 28 ? 'hold' : 'roll back',
      why: 'the numbers say so',
    }),
    abort: () => ({ do: 'abort', at, by: anybody, group: movingGroup(train)?.id ?? id }),
    'roll-back': () => ({ do: 'roll-back', at, by: anybody, release: what }),
    restore: () => ({ do: 'restore', at, by: anybody, release: what }),
    kill: () => ({ do: 'kill', at, by: anybody, switch: change }),
    revive: () => ({ do: 'revive', at, by: anybody, switch: change }),
  };
  return commands[deed]();
}

/** Changes of whoever, seven switches between them, some as a whole. */
function passengerOf(what: number, how: number): Passenger {
  const key = `s${how % 7}`;
  const fields = how % 5 === 0 ? ['*'] : how % 2 === 0 ? ['state', 'salt'] : ['rules'];
  return passenger(`c${what}`, authors[what % authors.length], {
    touches: fields.map((field) => ({ kind: 'switch', key, field })),
    extent: (['anything', 'percentages', 'harmless'] as const)[how % 3] ?? 'anything',
  });
}

function placeOf(how: number, who: number): Place {
  const change = `c${who % 12}`;
  if (how < 6) return { how: 'plain' };
  if (how < 8) return { how: 'with', change };
  return how === 8 ? { how: 'before', change } : { how: how === 9 ? 'alone' : 'last' };
}

function knownOf(train: Train, id: number, dirt: number): Facts {
  const changes = ridersOf(train, id);
  const [one = ''] = changes;
  const soiled: Record<number, Facts> = {
    0: facts(changes, { [one]: { approvals: 0 } }),
    1: facts(changes, { [one]: { conflicts: ['it was changed'] } }),
    2: facts(changes, { [one]: { waitsFor: ['web 2.0'] } }),
    3: facts(changes, { [one]: { waitsFor: ['web 2.0'] } }),
    4: facts(changes, {}, ['a circle']),
    5: facts([]),
    25: facts(changes, { [one]: { approvals: 0, waitsFor: ['web 2.0'] } }),
  };
  return soiled[dirt] ?? facts(changes);
}

const types = [
  'freeze',
  'princess',
  'unmarked',
  'uh-oh',
  'approvals',
  'conflict',
  'hold',
  'code',
] as const;
const everything = (train: Train, id: number): Override[] =>
  [null, ...ridersOf(train, id)].flatMap((change) => types.map((type) => ({ type, change })));

const ridersOf = ({ groups }: Train, id: number) =>
  groups.find((each) => each.id === id)?.riders.map(({ change }) => change) ?? [];
