import { problemsWithRuleset } from '@switchyard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, Item } from '../deploy-log/entry.ts';
import { type Items, idOf, intendedRulesetOf } from '../switches/items.ts';
import { afterwards, changesOf, type Edit, isSame, outcomeOf } from './edits.ts';
import { edit } from './testing/edits.ts';
import { fit, restore, undo, WHOLE } from './undoing.ts';
import { newFaults } from './validity.ts';

type Step = readonly Edit[] | { readonly how: 'undo' | 'restore'; readonly back: number };

/** A release, or the rollback of an earlier one (counted back from the latest), or back to it. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constantFrom('undo' as const, 'restore' as const),
      back: fc.nat({ max: 6 }),
    }),
  },
);

interface State {
  readonly items: Items;
  readonly releases: readonly (readonly Change[])[];
}

function take({ items, releases }: State, changes: readonly Change[]): State {
  if (changes.length === 0) return { items, releases };
  return {
    items: afterwards(items, changes, releases.length + 1),
    releases: [...releases, changes],
  };
}

/** A release of those edits that make sense together. */
function publish(state: State, edits: readonly Edit[]): State {
  const { items, releases } = state;
  let taken = new Map<string, Edit>();
  for (const edit of edits) {
    if (edit.set === null && items.get(idOf(edit))?.value.killed) continue;
    const more = new Map(taken).set(idOf(edit), edit);
    if (faultsOf(items, more.values()).length === 0) taken = more;
  }
  return take({ items, releases }, changesBy(items, taken.values()));
}

const changesBy = (items: Items, edits: Iterable<Edit>) =>
  changesOf(
    items,
    [...edits].map((edit) => outcomeOf(items, edit)),
  );

function faultsOf(items: Items, edits: Iterable<Edit>) {
  const changes = changesBy(items, edits);
  return newFaults(items, afterwards(items, changes, 0), changes);
}

function wantedAfter(releases: State['releases'], number: number) {
  const wanted = new Map<string, { kind: Change['kind']; key: string; item: Item | null }>();
  for (const { kind, key, before } of releases.slice(number).flat()) {
    const id = idOf({ kind, key });
    if (!wanted.has(id)) wanted.set(id, { kind, key, item: before });
  }
  return wanted;
}

const killsIn = (items: Items) =>
  [...items.values()]
    .filter(({ value }) => value.killed)
    .map(idOf)
    .sort();

/** Each random history: what it was before each rollback, what is undone, and what comes of it. */
function play(
  steps: readonly Step[],
  check: (
    before: State,
    number: number,
    how: 'undo' | 'restore',
    outcome: ReturnType<typeof fit>,
  ) => void,
): void {
  let state: State = { items: new Map(), releases: [] };
  for (const each of steps) {
    if ('length' in each) {
      state = publish(state, each);
      continue;
    }
    const { how, back } = each;
    const number = state.releases.length - back;
    if (number < 1) continue;
    const undoing =
      how === 'undo'
        ? undo(state.items, state.releases[number - 1] ?? [])
        : restore(state.items, wantedAfter(state.releases, number));
    const outcome = fit(state.items, undoing);
    check(state, number, how, outcome);
    state = take(state, outcome.changes);
  }
}

const history = fc.array(step, { minLength: 6, maxLength: 20 });
const runs = { numRuns: 1_500, seed: 7 };

test('whatever is rolled back, what results makes sense, and every kill stays', () => {
  const seen = { changed: 0, unfit: 0 };
  fc.assert(
    fc.property(history, (steps) => {
      play(steps, (before, _number, _how, { changes, kept }) => {
        if (changes.length > 0) seen.changed++;
        if (kept.some(({ words }) => words.includes('for otherwise'))) seen.unfit++;
        const after = afterwards(before.items, changes, 0);
        expect(problemsWithRuleset(intendedRulesetOf(after))).toEqual([]);
        expect(killsIn(after)).toEqual(killsIn(before.items));
      });
    }),
    runs,
  );
  // The histories are worth something only if both happen often.
  expect(seen.changed).toBeGreaterThan(500);
  expect(seen.unfit).toBeGreaterThan(50);
});

test('a rollback leaves no trace of the release but what is listed, and touches nothing else', () => {
  fc.assert(
    fc.property(history, (steps) => {
      play(steps, (before, number, how, { changes, kept }) => {
        if (how !== 'undo') return;
        const undone = before.releases[number - 1] ?? [];
        const after = afterwards(before.items, changes, 0);
        const isKept = (change: Change, field: string) =>
          kept.some((each) => each.key === change.key && [field, WHOLE].includes(each.field));
        for (const change of undone) {
          const is = after.get(idOf(change))?.value ?? {};
          const fields = new Set(Object.keys({ ...change.before, ...change.after }));
          for (const field of fields) {
            const [was, became] = [change.before?.[field], change.after?.[field]];
            if (isSame(was, became) || isKept(change, field) || field === 'killed') continue;
            expect([change.key, field, is[field]]).toEqual([change.key, field, was]);
          }
        }
        const touched = new Set(undone.map(idOf));
        for (const change of changes) expect(touched).toContain(idOf(change));
      });
    }),
    runs,
  );
});

test('no field that a later release changed is changed by a rollback', () => {
  fc.assert(
    fc.property(history, (steps) => {
      play(steps, (before, number, how, { changes }) => {
        if (how !== 'undo') return;
        const undone = new Map(
          (before.releases[number - 1] ?? []).map((each) => [idOf(each), each]),
        );
        for (const change of changes) {
          const ours = undone.get(idOf(change)) as Change;
          for (const field of Object.keys({ ...change.before, ...change.after })) {
            if (isSame(change.before?.[field], change.after?.[field])) continue;
            expect(isSame(change.before?.[field], ours.after?.[field])).toBe(true);
          }
        }
      });
    }),
    runs,
  );
});
