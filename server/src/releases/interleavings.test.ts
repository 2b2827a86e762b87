import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../deploy-log/entry.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import { type Items, idOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { isPostgres } from '../testing/database.ts';
import { type TestApp, testApp } from '../testing/test-app.ts';
import { changesOf, type Edit, isSame } from './edits.ts';
import * as releases from './service.ts';
import { edit, keys } from './testing/edits.ts';
import { newFaults } from './validity.ts';

const grants = { '*': 'admin' } as const;
const runs = { numRuns: isPostgres ? 20 : 60, seed: 4 };

const edits = fc
  .uniqueArray(edit, { minLength: 1, maxLength: 4, selector: idOf })
  .map((all) => all.map(withoutKills));

const withoutKills = ({ set, ...edit }: Edit): Edit => {
  const { killed: _, ...fields } = set ?? {};
  return { ...edit, set: set && fields };
};

/** Whether whoever edits leaves out what would make no sense. */
const isCareful = fc.constantFrom(true, true, true, false);

const command = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('publish' as const), edits, isCareful }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('depart' as const),
      edits,
      isCareful,
      stages: fc.nat({ max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stage' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('arrive' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      key: fc.constantFrom(...keys),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revive' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('roll back' as const, 'restore' as const),
      back: fc.nat({ max: 6 }),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** Everything that SDKs can see, and the numbers. */
async function look({ read }: TestApp, environment: string) {
  return read(async (reading) => {
    const { release, numbered, seq } = await environments.find(reading, environment);
    const items = await switches.itemsOf(reading, environment);
    const candidate = await releases.candidateOf(reading, environment);
    const coming = releases.withEdits(items, candidate?.edits ?? []);
    return { release, numbered, seq, items, candidate, coming };
  });
}
type State = Awaited<ReturnType<typeof look>>;

/** Does what a command says, if it can be done; undefined if it was refused, as it may be. */
async function obey(app: TestApp, environment: string, command: Command, before: State) {
  const { work, read } = app;
  const { candidate, numbered } = before;
  switch (command.do) {
    case 'publish':
    case 'depart': {
      const chosen = await read((each) => choose(each, environment, command));
      const problems = await read((each) => releases.problemsWith(each, environment, chosen));
      const isPossible = candidate === undefined && problems.length === 0;
      const isIdle = isSame(
        valuesOf(releases.withEdits(before.items, chosen)),
        valuesOf(before.items),
      );
      const done = await work((each) =>
        leave(each, environment, { ...command, edits: chosen }),
      ).catch(refused);
      expect(done?.isNew ?? false).toBe(isPossible && !isIdle);
      return done;
    }
    case 'stage': {
      const next = (candidate?.stage ?? 0) + 1;
      if (candidate === undefined || next >= candidate.plan.length) return undefined;
      return work((each) => releases.toStage(each, environment, next));
    }
    case 'arrive':
      return candidate && work((each) => releases.arrive(each, environment));
    case 'abort':
      return candidate && work((each) => releases.abort(each, environment));
    case 'kill': {
      const isThere =
        before.items.has(switchOf(command.key)) || before.coming.has(switchOf(command.key));
      const done = await work((each) =>
        releases.kill(each, environment, command.key, { grants }),
      ).catch(refused);
      expect(done !== undefined).toBe(isThere);
      return done;
    }
    case 'revive': {
      const [key] = killedIn(before.items);
      if (key === undefined) return undefined;
      return work((each) => releases.revive(each, environment, key, { grants }));
    }
    case 'roll back':
    case 'restore': {
      const number = Math.max(1, numbered - command.back);
      if (numbered === 0) return undefined;
      return work(async (each) => {
        await releases.abortIfOut(each, environment);
        const undo = command.do === 'restore' ? releases.restore : releases.rollback;
        const { isNew } = await undo(each, environment, number, { grants });
        return { isNew, undid: await releases.find(each, environment, number) };
      });
    }
  }
}

const switchOf = (key: string) => idOf({ kind: 'switch', key });

type Leaving = Extract<Command, { do: 'publish' | 'depart' }>;

async function choose(reading: Reading, environment: string, { edits, isCareful }: Leaving) {
  if (!isCareful) return edits;
  let chosen: Edit[] = [];
  for (const each of edits) {
    const more = [...chosen, each];
    if ((await releases.problemsWith(reading, environment, more)).length === 0) chosen = more;
  }
  return chosen;
}

const valuesOf = (items: Items) =>
  Object.fromEntries([...items].map(([id, { value }]) => [id, value]));

const leave = (work: Work, environment: string, command: Leaving) =>
  command.do === 'publish'
    ? releases.publish(work, environment, { edits: command.edits, grants })
    : releases.depart(work, environment, {
        edits: command.edits,
        plan: Array.from({ length: command.do === 'depart' ? command.stages : 0 }, (_, index) => ({
          audience: { kind: 'percentage' as const, thousandths: (index + 1) * 10_000 },
          minimumMs: 0,
        })),
        by: null,
        ride: { group: 1, riders: [], overridden: [] },
      });

/** Only refusals in words are answers; anything else is a bug. */
function refused(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}

const changesBetween = (before: Items, after: Items): Change[] =>
  changesOf(
    before,
    [...before.values(), ...after.values()].map(({ kind, key }) => ({
      kind,
      key,
      after: after.get(idOf({ kind, key }))?.value ?? null,
    })),
  );

const killedIn = (items: Items) =>
  [...items.values()].flatMap(({ key, value }) => (value.killed === true ? [key] : [])).sort();

test('whatever happens in whatever order, it is as the log says, and every rule holds', async () => {
  const app = await testApp();
  const happened = new Set<string>();
  let count = 0;

  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30 }), async (commands) => {
      const environment = `e${++count}`;
      await app.work((each) => environments.create(each, { key: environment, name: environment }));
      const killed = new Set<string>();
      let before = await look(app, environment);
      for (const command of commands) {
        const done = await obey(app, environment, command, before);
        const after = await look(app, environment);
        follow(before, after, command);

        // Killed stays killed, also where it is coming, until it is revived.
        if (done !== undefined && command.do === 'kill') killed.add(command.key);
        if (command.do === 'revive') killed.delete(killedIn(before.items)[0] ?? '');
        expect(killedIn(after.items)).toEqual([...killed].sort());
        expect(killedIn(after.coming)).toEqual([...killed].sort());

        if (typeof done === 'object' && 'undid' in done && command.do === 'roll back') {
          onlyUndoes(before, after, done.undid);
        }
        if (after.seq > before.seq) {
          happened.add(`${command.do}${before.candidate ? ' while out' : ''}`);
        }
        before = after;
      }
      await inOrder(app, environment, before);
      expect(await releases.verify(app.runner.read)).toMatchObject({ ok: true, problems: [] });
    }),
    runs,
  );
  expect([...happened]).toEqual(expect.arrayContaining(mostly));
}, 300_000);

/** What the commands have to come to for this test to say something. */
const mostly = [
  ...['publish', 'depart', 'kill', 'revive', 'roll back', 'restore'],
  ...['stage while out', 'arrive while out', 'abort while out', 'kill while out'],
  ...['revive while out', 'roll back while out', 'restore while out'],
];

function follow(before: State, after: State, { do: deed }: Command): void {
  const live = changesBetween(before.items, after.items);
  const isMoved = !isSame(shownOf(before), shownOf(after)) || live.length > 0;
  expect(after.seq > before.seq).toBe(isMoved);
  expect(after.release).toBeGreaterThanOrEqual(before.release);
  expect(after.numbered).toBeGreaterThanOrEqual(Math.max(before.numbered, after.release));
  expect(after.candidate?.release ?? Number.POSITIVE_INFINITY).toBeGreaterThan(after.release);
  const isLive = ['publish', 'depart', 'arrive', 'kill', 'revive', 'roll back', 'restore'];
  if (live.length > 0) expect(isLive).toContain(deed);
  if (deed === 'arrive' && before.candidate) {
    expect(changesBetween(before.coming, after.items)).toEqual([]);
    expect(after.release).toBe(before.candidate.release);
  }
  if (after.candidate && before.candidate && deed !== 'stage') {
    const { salt, stage, stageSince, startedAt } = before.candidate;
    expect(after.candidate).toMatchObject({ salt, stage, stageSince, startedAt });
  }
  const coming = changesBetween(after.items, after.coming);
  expect(newFaults(after.items, after.coming, coming)).toEqual([]);
}

const shownOf = ({ release, candidate }: State) => ({
  release,
  candidate: candidate && [candidate.release, candidate.stage, candidate.edits],
});

/** A rollback touches what its release changed, where it is still as that release made it. */
function onlyUndoes(before: State, after: State, { outcome, changes }: releases.Release): void {
  if (outcome === 'aborted') expect(changesBetween(before.items, after.items)).toEqual([]);
  const ours = new Map(changes.map((change) => [idOf(change), change]));
  for (const change of changesBetween(before.items, after.items)) {
    const its = ours.get(idOf(change));
    for (const field of Object.keys({ ...change.before, ...change.after })) {
      if (isSame(change.before?.[field], change.after?.[field])) continue;
      expect([change.key, field, change.before?.[field]]).toEqual([
        change.key,
        field,
        its?.after?.[field],
      ]);
    }
  }
}

/** Every number was used once, and only what arrived was ever live. */
async function inOrder({ read }: TestApp, environment: string, { numbered, candidate }: State) {
  const { releases: all } = await read((each) => releases.list(each, environment, undefined, 200));
  expect(all.map(({ number }) => number)).toEqual(
    Array.from({ length: numbered }, (_, index) => numbered - index),
  );
  expect(
    all.filter(({ outcome }) => outcome === 'rolling-out').map(({ number }) => number),
  ).toEqual(candidate ? [candidate.release] : []);
  const positions = all
    .filter(({ outcome }) => outcome === 'arrived')
    .map(({ position }) => Number(position.split(':')[1]));
  expect(positions).toEqual([...positions].sort((one, other) => other - one));
  expect(new Set(positions).size).toBe(positions.length);
}
