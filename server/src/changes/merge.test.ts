import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Item, ItemKind } from '../deploy-log/entry.ts';
import { afterwards, changesOf, type Edit, isSame, outcomeOf } from '../releases/edits.ts';
import { type Items, idOf } from '../switches/items.ts';
import { contentHash, merge } from './merge.ts';

const kind = 'switch';
const key = 'checkout';
const edit = (set: Item | null, base = 1): Edit => ({ kind, key, base, set });
const itemsOf = (value: Item | null, version = 1): Items =>
  new Map(value === null ? [] : [[idOf({ kind, key }), { kind, key, value, version }]]);
const merged = (base: Item | null, mine: Item | null, theirs: Item | null) =>
  merge(new Map([[idOf({ kind, key }), base]]), [edit(mine)], itemsOf(theirs, 7));
const was = { state: 'off', rules: [], salt: 'old' };

describe('merging a change with what happened since', () => {
  test('keeps both where they do not overlap, on top of what is there now', () => {
    expect(merged(was, { state: 'on' }, { ...was, salt: 'new' })).toEqual({
      edits: [edit({ state: 'on' }, 7)],
      conflicts: [],
    });
  });

  test('takes what both did alike, and keeps the hash', () => {
    const { edits, conflicts } = merged(was, { state: 'on' }, { ...was, state: 'on' });
    expect(conflicts).toEqual([]);
    expect(contentHash(edits)).toBe(contentHash([edit({ state: 'on' })]));
  });

  test('shows what both did differently side by side, and keeps the rest', () => {
    const mine = { state: 'on', clientSide: true, salt: null };
    expect(merged(was, mine, { ...was, state: 'conditional', salt: 'new' })).toEqual({
      edits: [edit({ clientSide: true }, 7)],
      conflicts: [
        { kind, key, field: 'salt', base: 'old', mine: null, theirs: 'new' },
        { kind, key, field: 'state', base: 'off', mine: 'on', theirs: 'conditional' },
      ],
    });
  });

  test('takes it for a conflict that a field was set to what it had been', () => {
    expect(merged(was, { state: 'off' }, { ...was, state: 'on' }).conflicts).toEqual([
      { kind, key, field: 'state', base: 'off', mine: 'off', theirs: 'on' },
    ]);
  });

  test.each([
    ['an edit of what they deleted', { state: 'on' }, null],
    ['a deletion of what they edited', null, { ...was, state: 'on' }],
  ])('does not merge %s', (_, mine, theirs) => {
    expect(merged(was, mine, theirs)).toEqual({
      edits: [],
      conflicts: [{ kind, key, field: '*', base: was, mine, theirs }],
    });
  });

  test('has nothing left to delete where they deleted it too', () => {
    expect(merged(was, null, null)).toEqual({ edits: [], conflicts: [] });
  });

  test('merges two creations field by field', () => {
    const theirs = { state: 'off', rules: [], salt: 'pepper' };
    expect(merged(null, { state: 'off', clientSide: true }, theirs)).toEqual({
      edits: [edit({ state: 'off', clientSide: true }, 7)],
      conflicts: [],
    });
    expect(merged(null, { state: 'on' }, theirs).conflicts).toEqual([
      { kind, key, field: 'state', base: null, mine: 'on', theirs: 'off' },
    ]);
  });

  test('knows what fields mean that objects have by themselves', () => {
    const mine = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(merged(was, mine, { ...was, salt: 'new' })).toEqual({
      edits: [edit(mine, 7)],
      conflicts: [],
    });
  });
});

describe('the hash of the content', () => {
  const other: Edit = { kind: 'segment', key: 'staff', base: 3, set: null };

  test('is of the edits only, not of their base or order', () => {
    const hash = contentHash([edit({ state: 'on', salt: 'x' }), other]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash([{ ...other, base: 4 }, edit({ salt: 'x', state: 'on' }, 9)])).toBe(hash);
  });

  test('is another for every other edit', () => {
    const variants: Edit[][] = [
      [],
      [edit({})],
      [edit(null)],
      [edit({ salt: null })],
      [edit({ salt: 'x' })],
      [{ ...edit({ salt: 'x' }), key: 'cart' }],
      [{ ...edit({ salt: 'x' }), kind: 'cohort' }],
      [edit({ salt: 'x' }), other],
    ];
    expect(new Set(variants.map((edits) => contentHash(edits))).size).toBe(variants.length);
  });
});

const value = fc.constantFrom<unknown>('x', 'y', 1, true, ['x'], { a: 1 });
const fields = ['state', 'salt', 'rules', 'constructor'];
const item = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 3 });
const things = (['switch', 'segment'] as const).flatMap((kind: ItemKind) =>
  ['a', 'b'].map((key) => ({ kind, key })),
);
const world: fc.Arbitrary<Items> = fc.tuple(...things.map(() => fc.option(item))).map((values) => {
  const present = things.flatMap((thing, at) => {
    const value = values[at];
    return value ? [[idOf(thing), { ...thing, value, version: 1 }] as const] : [];
  });
  return new Map(present);
});
const wish = fc.option(
  fc.dictionary(fc.constantFrom(...fields), fc.option(value), { maxKeys: 3 }),
  { freq: 6 },
);
/** What somebody might do to this world: deletes only what is there. */
const editsOf = (items: Items) =>
  fc.tuple(...things.map(() => fc.option(wish, { nil: undefined }))).map((wishes) =>
    things.flatMap((thing, at): Edit[] => {
      const base = items.get(idOf(thing))?.version ?? 0;
      const set = wishes[at];
      return set === undefined || (set === null && base === 0) ? [] : [{ ...thing, base, set }];
    }),
  );
const apply = (items: Items, edits: readonly Edit[], version = 2) =>
  afterwards(
    items,
    changesOf(
      items,
      edits.map((each) => outcomeOf(items, each)),
    ),
    version,
  );
const meeting = world.chain((base) => fc.tuple(fc.constant(base), editsOf(base), editsOf(base)));
const fixed = { seed: 20_260_701, numRuns: 3_000 };
const valuesOf = (items: Items) => new Map([...items].map(([id, { value }]) => [id, value]));

describe('whatever two people do', () => {
  test('merging with nothing new gives the edits as they were', () => {
    fc.assert(
      fc.property(meeting, ([base, mine]) => {
        expect(merge(valuesOf(base), mine, base)).toEqual({ edits: mine, conflicts: [] });
      }),
      fixed,
    );
  });

  test('it merges if and only if what they touched is apart or the same', () => {
    let clean = 0;
    fc.assert(
      fc.property(meeting, ([base, mine, theirs]) => {
        const now = apply(base, theirs);
        const { conflicts } = merge(valuesOf(base), mine, now);
        const disputed = mine.some((each) => areApart(base, each, now) === false);
        expect(conflicts.length > 0).toBe(disputed);
        if (!disputed) clean++;
      }),
      fixed,
    );
    expect(clean).toBeGreaterThan(300);
    expect(clean).toBeLessThan(2_700);
  });

  test('a clean merge does what both wanted, keeps the hash, and merges once more to itself', () => {
    fc.assert(
      fc.property(meeting, ([base, mine, theirs]) => {
        const now = apply(base, theirs);
        const { edits, conflicts } = merge(valuesOf(base), mine, now);
        if (conflicts.length > 0) return;
        const after = apply(now, edits, 3);
        for (const { kind, key, set } of mine) {
          const value = after.get(idOf({ kind, key }))?.value;
          if (set === null) expect(value).toBeUndefined();
          for (const [field, wanted] of Object.entries(set ?? {})) {
            expect(own(value, field)).toEqual(wanted);
          }
        }
        const isAllThere = edits.length === mine.length;
        expect(contentHash(edits) === contentHash(mine)).toBe(isAllThere);
        expect(merge(valuesOf(now), edits, now)).toEqual({ edits, conflicts: [] });
      }),
      fixed,
    );
  });
});

/** Said in another way than the merge says it: by what each of the two outcomes is. */
function areApart(base: Items, mine: Edit, now: Items): boolean {
  const id = idOf(mine);
  const [before, theirs] = [base.get(id)?.value, now.get(id)?.value];
  if (mine.set === null) return theirs === undefined || isSame(before, theirs);
  if (before !== undefined && theirs === undefined) return false;
  return Object.entries(mine.set).every(([field, wanted]) => {
    const isTheirs = !isSame(own(before, field), own(theirs, field));
    return !isTheirs || isSame(own(theirs, field), wanted);
  });
}

const own = (item: Item | undefined, field: string) =>
  item !== undefined && Object.hasOwn(item, field) ? (item[field] ?? null) : null;
