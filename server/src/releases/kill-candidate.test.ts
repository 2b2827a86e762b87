import { expect, test } from 'vitest';
import * as environments from '../environments/service.ts';
import { idOf, rulesetOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { production } from '../testing/production.ts';
import type { Edit } from './edits.ts';
import * as releases from './service.ts';

const key = 'production';
const grants = { '*': 'admin' } as const;
const stages = [
  { audience: { kind: 'internal' }, minimumMs: 60_000 },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 60_000 },
] as const;
const edit = (name: string, set: Edit['set']): Edit => ({ kind: 'switch', key: name, set });
const segment = (name: string, set: Edit['set']): Edit => ({ kind: 'segment', key: name, set });
const inSegment = [
  { id: 'r', conditions: [{ type: 'in-segment', segment: 'staff' }], serve: 'on' },
];

/** Release 1 is live, with `awesome` on; release 2 rolls out, at its second stage. */
async function rollingOut(edits: readonly Edit[], before: readonly Edit[] = []) {
  const app = await production();
  const { work, read, clock, runner } = app;
  await work((each) =>
    releases.publish(each, key, { edits: [edit('awesome', { state: 'on' }), ...before], grants }),
  );
  const depart = () =>
    work((each) =>
      releases.depart(each, key, {
        edits,
        plan: stages,
        by: 'company',
        reason: 'why not',
        ride: { group: 5, riders: [], overridden: ['a freeze'] },
      }),
    );
  await depart();
  clock.advance(60_000);
  await work((each) => releases.toStage(each, key, 1));
  clock.advance(1_000);
  const candidate = () => read((each) => releases.candidateOf(each, key));
  /** What both arms get. */
  const both = async () => {
    const live = await read((each) => switches.itemsOf(each, key));
    const coming = releases.withEdits(live, (await candidate())?.edits ?? []);
    return { live: rulesetOf(live).switches, coming: rulesetOf(coming).switches };
  };
  return {
    ...app,
    depart,
    candidate,
    both,
    kill: (name: string) =>
      work((each) => releases.kill(each, key, name, { grants, reason: 'it burns' })),
    revive: (name: string) => work((each) => releases.revive(each, key, name, { grants })),
    arrive: () => work((each) => releases.arrive(each, key)),
    abort: () => work((each) => releases.abort(each, key)),
    environment: () => read((each) => environments.find(each, key)),
    isKilled: async (name: string) => {
      const items = await read((each) => switches.itemsOf(each, key));
      return items.get(idOf({ kind: 'switch', key: name }))?.value.killed === true;
    },
    verified: async () => expect(await releases.verify(runner.read)).toMatchObject({ ok: true }),
  };
}

test('a kill is live at once, and what rolls out goes on on top of it, for the same people', async () => {
  const app = await rollingOut([edit('awesome', { salt: 'pepper' }), edit('new', {})]);
  const before = await app.candidate();
  const { seq } = await app.environment();
  const killed = await app.kill('awesome');

  expect(killed).toMatchObject({
    isNew: true,
    release: { number: 3, action: 'kill', outcome: 'arrived' },
    warnings: ['Release 4 rolls on in place of release 2'],
  });
  const environment = await app.environment();
  expect(environment).toMatchObject({ release: 3, numbered: 4 });
  expect(environment.seq).toBeGreaterThan(seq);
  const { entry: _, release: __, words: ___, ...journey } = before as releases.Candidate;
  expect(await app.candidate()).toMatchObject({ ...journey, release: 4 });
  const { live, coming } = await app.both();
  expect(live.awesome).toMatchObject({ state: 'off' });
  expect(coming.awesome).toMatchObject({ state: 'off', salt: 'pepper' });

  const { releases: all } = await app.read((each) => releases.list(each, key, undefined, 9));
  expect(all).toMatchObject([
    {
      number: 4,
      action: 'depart',
      outcome: 'rolling-out',
      stage: 1,
      reason: 'why not',
      train: { group: 5, overridden: ['a freeze'] },
    },
    { number: 3, action: 'kill', reason: 'it burns' },
    { number: 2, outcome: 'aborted', settledBy: killed.release.entry + 1 },
    { number: 1 },
  ]);
  await app.verified();

  // What rolls out is what release 2 has become.
  const preview = () => app.read((each) => releases.previewRollback(each, key, 2));
  expect(await preview()).toMatchObject({ changes: [], takesBack: 4 });
  await app.arrive();
  expect(await preview()).toMatchObject({ changes: [], takesBack: null });
  expect(await app.switchNow('awesome')).toMatchObject({ killed: true, salt: 'pepper' });
  expect(await app.environment()).toMatchObject({ release: 4, numbered: 4 });
  await app.verified();
});

test('only a revival lifts it: no abort, arrival or later departure does', async () => {
  const app = await rollingOut([edit('awesome', { state: 'conditional' })]);
  await app.kill('awesome');
  await app.abort();
  expect(await app.isKilled('awesome')).toBe(true);
  await app.depart();
  expect((await app.both()).coming.awesome).toMatchObject({ state: 'off' });
  await app.revive('awesome');
  expect((await app.both()).live.awesome).toMatchObject({ state: 'on' });
  expect((await app.both()).coming.awesome).toMatchObject({ state: 'conditional' });
  await app.verified();
  await app.arrive();
  expect(await app.isKilled('awesome')).toBe(false);
  await app.verified();
});

test('what is killed is not deleted by what rolls out, nor what it could not do without', async () => {
  const app = await rollingOut(
    [edit('old', null), segment('staff', null), edit('awesome', { salt: 'pepper' })],
    [segment('staff', { conditions: [] }), edit('old', { rules: inSegment })],
  );
  const { warnings } = await app.kill('old');
  expect(warnings).toEqual([
    'Release 4 rolls on in place of release 2',
    'old is killed, and stays until it is revived',
    expect.stringMatching(/^staff stays, for otherwise: /),
  ]);
  expect((await app.candidate())?.edits).toEqual([edit('awesome', { salt: 'pepper' })]);
  await app.arrive();
  expect(await app.isKilled('old')).toBe(true);
  await app.verified();
});

test('where nothing is left of it, it rolls on all the same, and arrives', async () => {
  const app = await rollingOut([edit('awesome', null)]);
  await app.kill('awesome');
  expect(await app.candidate()).toMatchObject({ release: 4, edits: [], words: [], stage: 1 });
  const { release } = await app.arrive();
  expect(release).toMatchObject({ number: 4, outcome: 'arrived', changes: [] });
  expect(await app.isKilled('awesome')).toBe(true);
  await app.verified();
});

test('a switch that is only about to come is killed for everybody, and stays so', async () => {
  const app = await rollingOut([edit('checkout', { state: 'on' })]);
  await expect(app.revive('checkout')).rejects.toMatchObject({ code: 'not-found' });
  await expect(app.kill('serach-box')).rejects.toMatchObject({ code: 'not-found' });
  expect(await app.kill('checkout')).toMatchObject({ isNew: true, release: { number: 3 } });
  const { live, coming } = await app.both();
  expect([live.checkout?.state, coming.checkout?.state]).toEqual(['off', 'off']);
  await app.verified();

  await app.abort();
  await app.depart();
  expect((await app.both()).coming.checkout).toMatchObject({ state: 'off' });
  await app.arrive();
  expect(await app.switchNow('checkout')).toMatchObject({ state: 'on', killed: true });
  await app.revive('checkout');
  expect((await app.both()).live.checkout).toMatchObject({ state: 'on' });
  await app.verified();
});

test('killing the first of a family that is about to come leaves the family to those without it', async () => {
  const app = await rollingOut(
    [edit('checkout', { state: 'on' })],
    [edit('checkout:one-page', { state: 'on' })],
  );
  await app.kill('checkout');
  const { live, coming } = await app.both();
  expect(live).not.toHaveProperty('checkout');
  expect(coming.checkout).toMatchObject({ state: 'off' });
  await app.verified();
  await app.arrive();
  expect((await app.both()).live.checkout).toMatchObject({ state: 'off' });
  expect(await app.isKilled('checkout')).toBe(true);
  await app.verified();
});

test('killing what is killed leaves what rolls out alone', async () => {
  const app = await rollingOut([edit('new', {})]);
  await app.kill('awesome');
  const before = [await app.candidate(), await app.environment()];
  expect(await app.kill('awesome')).toMatchObject({ isNew: false, release: { number: 3 } });
  expect([await app.candidate(), await app.environment()]).toEqual(before);
});

test('of a kill and an arrival at once both happen, in whatever order', async () => {
  const app = await rollingOut([edit('awesome', { salt: 'pepper' })]);
  await Promise.all([app.arrive(), app.kill('awesome')]);
  expect(await app.candidate()).toBeUndefined();
  expect(await app.switchNow('awesome')).toMatchObject({ killed: true, salt: 'pepper' });
  const { release, numbered } = await app.environment();
  expect(release).toBe(numbered);
  await app.verified();
});
