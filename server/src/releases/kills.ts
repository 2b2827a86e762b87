import type { Item } from '../deploy-log/entry.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Work } from '../platform/work.ts';
import { defaultOf, type Items, idOf } from '../switches/items.ts';
import { sendOut, takeBack } from './candidates.ts';
import { carryOut, type Published } from './door.ts';
import { afterwards, changesOf, withEdits, withFields } from './edits.ts';
import { look, refuseUnless, type Wish } from './plan.ts';
import * as store from './store.ts';
import { fit, restore } from './undoing.ts';
import { childrenOf } from './validity.ts';

/** Turns a switch off for everybody until it is revived, whatever else changes: live, and in what rolls out. */
export const kill = (work: Work, environment: string, key: string, wish: Wish) =>
  setKilled(work, environment, key, wish, 'kill');

/** Lifts a kill: the switch is again what its rules say. */
export const revive = (work: Work, environment: string, key: string, wish: Wish) =>
  setKilled(work, environment, key, wish, 'revive');

async function setKilled(
  work: Work,
  environmentKey: string,
  key: string,
  { grants, reason }: Wish,
  action: 'kill' | 'revive',
): Promise<Published> {
  const scene = await look(work, environmentKey);
  const { environment, items } = scene;
  refuseUnless(grants, environment, action === 'kill' ? 'developer' : environment.policy.publish);
  const thing = { kind: 'switch', key } as const;
  const candidate = await store.candidate(work.tx, environmentKey);
  const isComing = action === 'kill' && withEdits(items, candidate?.edits ?? []).has(idOf(thing));
  const current =
    items.get(idOf(thing))?.value ?? (isComing ? comingSwitch(items, key) : undefined);
  if (current === undefined) {
    throw new Problem(
      'not-found',
      `There is no switch ${JSON.stringify(key)} in ${environmentKey}`,
    );
  }
  const killed = action === 'kill' ? true : null;
  const becomes = withFields(current, [['killed', killed]]);
  const changes = changesOf(items, [{ ...thing, after: becomes }]);
  const after = afterwards(items, changes, 0);
  const done = await carryOut(
    work,
    { environment, changes, after, warnings: [] },
    { action, reason },
  );
  if (candidate === undefined || !done.isNew) return done;
  const why = `${key} was ${action === 'kill' ? 'killed' : 'revived'}`;
  return { ...done, warnings: await rebuild(work, candidate, items, after, why) };
}

/** What takes note of a kill until the switch arrives: off, unless that turned off a family that does not know it yet. */
const comingSwitch = (items: Items, key: string): Item => ({
  ...defaultOf({ kind: 'switch', key }),
  ...(childrenOf(items, key).length > 0 && { archived: true }),
});

/**
 * Puts what rolls out on top of what is live since a kill or revival, under the next number: the same people keep
 * it. `before` is what was live. What would make no sense any more is left out, and said.
 */
async function rebuild(
  work: Work,
  candidate: store.CandidateRow,
  before: Items,
  now: Items,
  why: string,
): Promise<string[]> {
  const { environment: key, release, entry: _, edits, ...journey } = candidate;
  const environment = await environments.find(work, key);
  const next = environment.numbered + 1;
  const wished = withEdits(before, edits);
  const wanted = new Map(
    edits.map(({ kind, key }) => {
      const id = idOf({ kind, key });
      return [id, { kind, key, item: wished.get(id)?.value ?? null }];
    }),
  );
  const { changes, kept } = fit(now, restore(now, wanted));
  const after = afterwards(now, changes, next);
  await takeBack(work, candidate, `Release ${release} gives way to release ${next}: ${why}`);
  const plan = { environment, changes, after, warnings: [] };
  await sendOut(work, plan, journey, `in place of release ${release}`);
  return [
    `Release ${next} rolls on in place of release ${release}`,
    ...kept.map(({ words }) => words),
  ];
}
