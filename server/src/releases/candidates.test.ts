import { expect, test } from 'vitest';
import * as deployLog from '../deploy-log/service.ts';
import type { CanaryPlan } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import { idOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { type Production, production } from '../testing/production.ts';
import type { Edit } from './edits.ts';
import * as releases from './service.ts';

const stages: CanaryPlan = [
  { audience: { kind: 'internal' }, minimumMs: 60_000 },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 60_000 },
];
const key = 'production';
const grants = { '*': 'admin' } as const;
const ride = (group: number) => ({ group, riders: [], overridden: [] });
const edit = (name: string, set: Edit['set'], more: Partial<Edit> = {}): Edit => ({
  kind: 'switch',
  key: name,
  set,
  ...more,
});

/** Release 1 is live: `awesome` is off, `old` is on. */
async function withRelease() {
  const app = await production();
  const { work, read, runner } = app;
  await work((each) =>
    releases.publish(each, key, {
      edits: [edit('awesome', {}), edit('old', { state: 'on' })],
      grants,
    }),
  );
  return {
    ...app,
    depart: (edits: readonly Edit[], more: Partial<releases.Departure> = {}) =>
      work((each) =>
        releases.depart(each, key, { edits, plan: stages, by: null, ride: ride(1), ...more }),
      ),
    arrive: () => work((each) => releases.arrive(each, key)),
    abort: (reason?: string) => work((each) => releases.abort(each, key, reason)),
    candidate: () => read((each) => releases.candidateOf(each, key)),
    release: (number: number) => read((each) => releases.find(each, key, number)),
    environment: () => read((each) => environments.find(each, key)),
    stateOf: async (name: string) => {
      const items = await read((each) => switches.itemsOf(each, key));
      return items.get(idOf({ kind: 'switch', key: name }))?.value.state;
    },
    verified: async () => expect(await releases.verify(runner.read)).toMatchObject({ ok: true }),
    lastLines: async (count: number) => {
      const head = (await releases.verify(runner.read)).head?.seq as number;
      const seqs = Array.from({ length: count }, (_, index) => head - count + 1 + index);
      return read((each) => deployLog.findAll(each, seqs));
    },
  };
}

test('what departs spends a number and is with its first stage, while live stays as it is', async () => {
  const app = await withRelease();
  const before = await app.environment();
  const departed = await app.depart([edit('awesome', { state: 'on' })], {
    reason: 'at last',
    by: 'company',
    ride: ride(4),
  });

  expect(departed).toMatchObject({ isNew: true, warnings: [] });
  expect(departed.release).toMatchObject({
    number: 2,
    action: 'depart',
    outcome: 'rolling-out',
    reason: 'at last',
    changes: [{ key: 'awesome', before: { state: 'off' }, after: { state: 'on' } }],
    train: ride(4),
    stage: 0,
    stages,
  });
  expect(await app.environment()).toMatchObject({
    release: 1,
    numbered: 2,
    seq: before.seq + 1,
  });
  expect(await app.stateOf('awesome')).toBe('off');
  expect(await app.candidate()).toMatchObject({
    release: 2,
    entry: departed.release.entry,
    by: 'company',
    plan: stages,
    stage: 0,
    stageSince: app.clock.now(),
    startedAt: app.clock.now(),
    edits: [edit('awesome', { state: 'on' })],
    train: ride(4),
    words: ['awesome: state: off → on'],
  });
  const [line] = await app.lastLines(1);
  expect(line).toMatchObject({
    kind: 'config',
    action: 'depart',
    title: 'awesome: state: off → on',
    reason: 'at last',
    release: 2,
    train: ride(4),
    checksum: departed.release.checksum,
  });
  await app.verified();
});

test('each candidate has a salt of its own', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  const salt = (await app.candidate())?.salt;
  expect(salt).toMatch(/^[\w-]{22}$/);
  await app.abort();
  await app.depart([edit('awesome', { state: 'on' })]);
  expect((await app.candidate())?.salt).not.toBe(salt);
});

test('it goes from stage to stage, skips none and repeats none', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  const { seq } = await app.environment();
  app.clock.advance(60_000);
  const toStage = (stage: number) => app.work((each) => releases.toStage(each, key, stage));
  await toStage(1);

  expect(await app.candidate()).toMatchObject({ stage: 1, stageSince: app.clock.now() });
  expect((await app.environment()).seq).toBe(seq + 1);
  expect(await app.lastLines(1)).toMatchObject([
    { action: 'stage', release: 2, title: 'Release 2 goes on (stage 2 of 2, 5 %)' },
  ]);
  for (const stage of [0, 1, 2]) await expect(toStage(stage)).rejects.toThrow('is at stage 1');
  expect((await app.environment()).seq).toBe(seq + 1);
  await app.verified();
});

test('what arrives is live under the number it departed with', async () => {
  const app = await withRelease();
  const { release: departed } = await app.depart([
    edit('awesome', { state: 'on' }),
    edit('old', null),
    edit('new', { salt: 'pepper' }),
  ]);
  const { seq } = await app.environment();
  const { release } = await app.arrive();

  expect(release).toMatchObject({
    number: 2,
    outcome: 'arrived',
    entry: departed.entry,
    settledBy: departed.entry + 1,
    checksum: departed.checksum,
    changes: departed.changes,
  });
  expect(release).not.toHaveProperty('stage');
  expect(await app.environment()).toMatchObject({ release: 2, numbered: 2, seq: seq + 1 });
  expect(release.position).toBe((await app.environment()).position);
  expect(await app.candidate()).toBeUndefined();
  expect(await app.switchNow('awesome')).toMatchObject({ state: 'on', version: 2 });
  expect(await app.switchNow('old')).toBeUndefined();
  expect(await app.switchNow('new')).toMatchObject({ salt: 'pepper' });
  expect(await app.lastLines(1)).toMatchObject([
    {
      action: 'arrive',
      settles: departed.entry,
      release: 2,
      checksum: departed.checksum,
      title: 'Release 2 is live for everybody: Changed awesome, new, old',
    },
  ]);
  await app.verified();
});

test('what is taken back was never live, and its number is spent', async () => {
  const app = await withRelease();
  const { release: departed } = await app.depart([edit('awesome', { state: 'on' })]);
  const { seq } = await app.environment();
  const release = await app.abort('it burns');

  expect(release).toMatchObject({
    number: 2,
    outcome: 'aborted',
    settledBy: departed.entry + 1,
  });
  expect(await app.environment()).toMatchObject({ release: 1, numbered: 2, seq: seq + 1 });
  expect(await app.candidate()).toBeUndefined();
  expect(await app.lastLines(1)).toMatchObject([
    { action: 'abort', settles: departed.entry, reason: 'it burns', release: 2 },
  ]);
  const again = await app.depart([edit('awesome', { state: 'on' })]);
  expect(again.release.number).toBe(3);
  expect((await app.arrive()).release).toMatchObject({ number: 3, outcome: 'arrived' });
  const { releases: all } = await app.read((each) => releases.list(each, key, undefined, 10));
  expect(all.map(({ number, outcome }) => [number, outcome])).toEqual([
    [3, 'arrived'],
    [2, 'aborted'],
    [1, 'arrived'],
  ]);
  await app.verified();
});

test('without a plan it is live at once, in one entry', async () => {
  const app = await withRelease();
  const { head } = await releases.verify(app.runner.read);
  const { release } = await app.depart([edit('awesome', { state: 'on' })], {
    plan: [],
    ride: ride(7),
  });
  expect(release).toMatchObject({ number: 2, action: 'publish', outcome: 'arrived' });
  expect(release.train).toEqual(ride(7));
  expect(release).not.toHaveProperty('settledBy');
  expect(release.entry).toBe((head?.seq ?? 0) + 1);
  expect(await app.environment()).toMatchObject({ release: 2, numbered: 2 });
  expect(await app.stateOf('awesome')).toBe('on');
  await app.verified();
});

test('nothing departs where there is nothing to change', async () => {
  const app = await withRelease();
  const { seq } = await app.environment();
  const nothing = await app.depart([edit('awesome', { state: 'off' })]);
  expect(nothing).toMatchObject({ isNew: false, release: { number: 1 } });
  expect(await app.candidate()).toBeUndefined();
  expect((await app.environment()).seq).toBe(seq);
});

test('several who edit one thing leave together, unless they are about the same', async () => {
  const app = await withRelease();
  await app.depart([
    edit('awesome', { state: 'on' }, { base: 1 }),
    edit('awesome', { salt: 'pepper' }, { base: 1 }),
  ]);
  expect((await app.candidate())?.edits).toEqual([
    edit('awesome', { salt: 'pepper', state: 'on' }),
  ]);
  await app.abort();

  const twice = 'switch "awesome" is edited twice';
  for (const other of [{ state: 'off' }, null]) {
    const both = [edit('awesome', { state: 'on' }), edit('awesome', other)];
    await expect(app.depart(both)).rejects.toThrow(twice);
    await expect(app.depart(both.reverse())).rejects.toThrow(twice);
  }
});

test('what was made for something older, or makes no sense, does not depart', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { salt: 'pepper' })], { plan: [] });
  await expect(app.depart([edit('awesome', { state: 'on' }, { base: 1 })])).rejects.toMatchObject({
    code: 'conflict',
    extra: { difference: [{ field: 'salt' }, { field: 'state' }] },
  });
  const senseless = app.depart([edit('awesome', { requires: [{ switch: 'nothing' }] })]);
  await expect(senseless).rejects.toMatchObject({ code: 'invalid' });
  expect((await app.environment()).numbered).toBe(2);
  await app.verified();
});

test('while something rolls out nothing else is published or departs', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  const refused = {
    code: 'conflict',
    message:
      'Release 2 is rolling out in production. Nothing else is published there until it arrives or is taken back',
    extra: { rollingOut: 2 },
  };
  const edits = [edit('old', { salt: 'pepper' })];
  const file = await app.read((each) => releases.exportFile(each, key));
  const { old: _, ...others } = file.switches;
  await expect(app.depart(edits)).rejects.toMatchObject(refused);
  await expect(app.depart(edits, { plan: [] })).rejects.toMatchObject(refused);
  await expect(
    app.work((each) => releases.publish(each, key, { edits, grants })),
  ).rejects.toMatchObject(refused);
  await expect(
    app.work((each) =>
      releases.importFile(each, key, { ...file, switches: others }, 'replace', { grants }),
    ),
  ).rejects.toMatchObject(refused);
  await app.verified();
});

test('a rollback or restore demands that what rolls out is taken back before, in the same work', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  const bug = 'Release 2 still rolls out in production: abort it first';
  const rollback = (each: Parameters<Parameters<Production['work']>[0]>[0]) =>
    releases.rollback(each, key, 1, { grants });
  await expect(app.work(rollback)).rejects.toThrow(bug);
  await expect(app.work((each) => releases.restore(each, key, 1, { grants }))).rejects.toThrow(bug);

  const done = await app.work(async (each) => {
    const aborted = await releases.abortIfOut(each, key, 'rolling back');
    return { aborted, published: await rollback(each) };
  });
  expect(done).toMatchObject({
    aborted: { number: 2, outcome: 'aborted' },
    published: { release: { number: 3, action: 'rollback', reverts: 1 } },
  });
  expect(await app.work((each) => releases.abortIfOut(each, key))).toBeUndefined();
  await app.verified();
});

test('what has arrived is rolled back like any other; what never did has nothing to undo', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  await app.abort();
  await app.depart([edit('awesome', { state: 'on' }), edit('old', { salt: 'pepper' })]);
  await app.arrive();
  await app.depart([edit('old', { salt: 'salt' })]);
  const preview = await app.read((each) => releases.previewRollback(each, key, 4));
  expect(preview).toMatchObject({
    nothing: true,
    warnings: ['Release 4 is still rolling out: it is taken back, and live stays as it is'],
  });
  expect(preview.takesBack).toBe(4);
  const earlier = await app.read((each) => releases.previewRollback(each, key, 3));
  expect(earlier).toMatchObject({
    nothing: false,
    takesBack: 4,
    warnings: ['Release 4 is rolling out: it is taken back'],
  });
  await app.arrive();
  const rollback = (number: number) =>
    app.work((each) => releases.rollback(each, key, number, { grants }));

  expect(await rollback(2)).toMatchObject({
    isNew: false,
    warnings: ['Release 2 was never live: there is nothing to roll back'],
  });
  expect(await rollback(3)).toMatchObject({
    release: { number: 5, reverts: 3, changes: [{ key: 'awesome', after: { state: 'off' } }] },
    warnings: ['old: salt has been changed since, and stays'],
  });
  expect((await app.release(3)).rolledBackBy).toBe(5);
  await app.verified();
});

test('back to here passes over what was never live, and goes back to before the first', async () => {
  const app = await withRelease();
  await app.depart([edit('awesome', { state: 'on' })]);
  await app.abort();
  await app.depart([edit('awesome', { salt: 'pepper' })]);
  await app.arrive();
  const restore = (number: number) =>
    app.work((each) => releases.restore(each, key, number, { grants }));
  await restore(2);
  expect(await app.switchNow('awesome')).toMatchObject({ state: 'off' });
  expect(await app.switchNow('awesome')).not.toHaveProperty('salt');
  await restore(0);
  expect(await app.switchNow('awesome')).toBeUndefined();
  expect(await app.lastLines(1)).toMatchObject([
    { title: 'Back to before the first release: awesome, old' },
  ]);
  await app.verified();
});

test('the log tells which release was live after each entry', async () => {
  const app = await withRelease();
  const first = await app.release(1);
  await app.depart([edit('awesome', { state: 'on' })]);
  await app.arrive();
  await app.depart([edit('awesome', { salt: 'pepper' })]);
  await app.abort();
  const liveAt = (entry: number) => app.read((each) => releases.liveAt(each, key, entry));
  const entries = Array.from({ length: 6 }, (_, index) => first.entry - 1 + index);
  expect(await Promise.all(entries.map(liveAt))).toEqual([0, 1, 1, 2, 2, 2]);
});

test('princess shows what stands there until its group departs or goes back', async () => {
  const app = await withRelease();
  const show = (group: number, edits: readonly Edit[] | null) =>
    app.work((each) => releases.showAtPrincess(each, key, group, edits));
  const shown = () => app.read((each) => releases.princessOf(each, key));
  const seq = async () => (await app.environment()).seq;
  const start = await seq();
  const one = [edit('awesome', { state: 'on' })];

  await show(1, one);
  expect([await shown(), await seq()]).toEqual([{ group: 1, edits: one }, start + 1]);
  await show(1, one);
  await show(2, null);
  expect([await shown(), await seq()]).toEqual([{ group: 1, edits: one }, start + 1]);
  await show(1, null);
  expect([await shown(), await seq()]).toEqual([undefined, start + 2]);

  await show(3, one);
  await app.depart([edit('old', { salt: 'x' })], { plan: [], ride: ride(4) });
  expect(await shown()).toEqual({ group: 3, edits: one });
  await app.depart(one, { ride: ride(3) });
  expect(await shown()).toBeUndefined();
  await app.verified();
});

test('everything that would make no sense is told at once, in words', async () => {
  const app = await withRelease();
  const problemsWith = (edits: readonly Edit[]) =>
    app.read((each) => releases.problemsWith(each, key, edits));
  expect(await problemsWith([edit('awesome', { state: 'on' }, { base: 0 })])).toEqual([]);
  expect(
    await problemsWith([
      edit('nothing', null),
      edit('awesome', { killed: true, archived: 7 }),
      edit('old', { salt: 'one' }),
      edit('old', { salt: 'two' }),
    ]),
  ).toEqual([
    'switch "old" is edited twice: put all its fields in one edit',
    'There is no switch "nothing" in production',
    'awesome: `archived` is true, or null to take it away',
    'awesome: `killed` changes only by kill and revive',
  ]);
  expect(
    await problemsWith([
      edit('awesome', { requires: [{ switch: 'none' }] }),
      edit('old', { state: 'perhaps' }),
    ]),
  ).toEqual([expect.stringContaining('perhaps')]);
});

test('nothing is left of a departure or an arrival that fails half way', async () => {
  const app = await withRelease();
  const all = async () => [
    await app.place.run('select count(*) as n from deploy_log'),
    await app.place.run('select seq, release, numbered from environments'),
    await app.place.run('select outcome from releases order by number'),
    await app.place.run('select release from candidates'),
  ];
  const before = await all();
  const failed = app.work(async (each) => {
    await releases.depart(each, key, {
      edits: [edit('awesome', { state: 'on' })],
      plan: stages,
      by: null,
      ride: ride(1),
    });
    throw new Error('power cut');
  });
  await expect(failed).rejects.toThrow('power cut');
  expect(await all()).toEqual(before);

  await app.depart([edit('awesome', { state: 'on' })]);
  const out = await all();
  await app.place.run(
    `update ruleset_items set value = replace(value, '"on"', '"off"') where key = 'old'`,
  );
  await expect(app.arrive()).rejects.toThrow('would not arrive as what departed');
  expect(await all()).toEqual(out);
});
