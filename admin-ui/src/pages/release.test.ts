import { expect, test, vi } from 'vitest';
import type { EntryDetails, Release } from '../api-types.ts';
import type { Evidence } from '../guard-types.ts';
import { press, see, shownText, type } from '../testing/acts.ts';
import { entryOf } from '../testing/entries.ts';
import { evidence, rolledBackWords, unguarded } from '../testing/evidence.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve } from '../testing/server.ts';
import { ann, group, rider, stateOfAnn, yard } from '../testing/yard.ts';
import './release.ts';

const plan = [
  { audience: { kind: 'percentage' as const, thousandths: 5_000 }, minimumMs: 60_000 },
  { audience: { kind: 'percentage' as const, thousandths: 50_000 }, minimumMs: 60_000 },
];
const release: Release = {
  environment: 'production',
  number: 42,
  position: 'e:50',
  at: '2026-11-21T12:00:00.000Z',
  actor: ann,
  action: 'depart',
  reason: 'More people',
  changes: [{ kind: 'switch', key: 'checkout', before: {}, after: {}, words: ['5 % → 10 %'] }],
  outcome: 'rolling-out',
  entry: 8,
  stage: 1,
  stages: plan,
  checksum: 'c',
};
const moving = yard([group(3, [rider(1)], { station: { stage: 1 } as never })], {
  rollout: {
    group: 3,
    release: 42,
    stage: 1,
    plan,
    stageSince: new Date().toISOString(),
    stageEndsAt: new Date(Date.now() + 60_000).toISOString(),
    verdict: { verdict: 'hold', why: '80 of 100 canary users so far' },
  },
});
const waiting = {
  ...evidence(),
  words: '80 of 100 canary users so far',
} satisfies Evidence;

interface Shown {
  release?: Partial<Release>;
  evidence?: Evidence;
  entry?: Partial<EntryDetails>;
}

async function page(shown: Shown = {}) {
  const given = { ...release, ...shown.release };
  const judged = { now: shown.evidence ?? waiting };
  const asked = serve(({ path, method }) => {
    if (method === 'POST') return { body: moving };
    if (path.endsWith('/evidence')) return { body: judged.now };
    if (path.endsWith('/train')) return { body: moving };
    if (path.startsWith('/api/log'))
      return { body: entryOf(8, { action: 'depart', ...shown.entry }) };
    if (path.includes('/rollback')) return { status: 409, body: { detail: 'not here' } };
    return { body: given };
  });
  const element = await mount('sy-release-page', { state: stateOfAnn, number: 42 });
  await see(element, 'h1');
  return { element, asked, judged };
}

const posts = (asked: { method: string; path: string; body: unknown }[]) =>
  asked.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]);

test('shows how far it is and what is thought of it, with what the yard offers', async () => {
  const { element, asked } = await page();
  expect(shownText(element, 'h1')).toEqual(['Release 42 rolling out, stage 2 of 2']);
  expect(shownText(element, '.verdict')[0]).toContain('80 of 100 canary users so far');
  expect(findAll(element, 'sy-evidence')).toHaveLength(1);
  expect(shownText(element, '.sentence')).toEqual([]);
  await press(element, 'Hold the train');
  await type(element, '#reason', 'Errors at checkout');
  await press(await see(element, 'sy-dialog'), 'Hold');
  await expect
    .poll(() => posts(asked))
    .toEqual([
      ['/api/environments/production/train', { do: 'hold', reason: 'Errors at checkout' }],
    ]);
});

test('is aborted from here as from the yard', async () => {
  const { element, asked } = await page();
  await press(element, 'Abort release 42');
  await press(await see(element, 'sy-dialog[label="Abort release 42"]'), 'Abort');
  await expect
    .poll(() => posts(asked))
    .toEqual([['/api/environments/production/train', { do: 'abort', group: 3, reason: '' }]]);
});

test('says afterwards in a plain sentence how it was judged', async () => {
  const { element } = await page({
    release: { outcome: 'aborted' },
    evidence: evidence(),
    entry: {
      outcome: {
        seq: 9,
        at: release.at,
        actor: { kind: 'system', id: 'guard', name: 'The guard' },
        action: 'abort',
        title: '',
        reason: rolledBackWords,
        durationMs: 34_000,
      },
    },
  });
  expect(shownText(element, 'h1')).toEqual(['Release 42 taken back, was never live for all']);
  expect(shownText(element, '.sentence')).toEqual([rolledBackWords]);
  expect(shownText(element, '#evidence, #changes')).toEqual([
    'How it was judged',
    'What it would have changed',
  ]);
  expect(findAll(element, 'sy-rollout, .cord')).toEqual([]);
});

test('leads to what it undid and what undid it, and offers the way back while there is one', async () => {
  const arrived = await page({ release: { outcome: 'arrived', reverts: 40 }, evidence: unguarded });
  expect(shownText(arrived.element, 'h1')).toEqual(['Release 42 arrived']);
  expect(
    findAll<HTMLAnchorElement>(arrived.element, '.facts a').map((each) =>
      each.getAttribute('href'),
    ),
  ).toEqual(['#/releases/40?environment=production', '#/log/8']);
  expect(shownText(arrived.element, '#evidence')[0]).toBe('Not guarded');
  await press(arrived.element, 'Roll back this release');
  await expect
    .poll(() => arrived.asked.some(({ path }) => path.endsWith('/releases/42/rollback')))
    .toBe(true);
  const undone = await page({ release: { outcome: 'arrived', rolledBackBy: 43 } });
  expect(shownText(undone.element, 'h1')).toEqual(['Release 42 rolled back']);
  expect(shownText(undone.element, 'button').join()).not.toContain('Roll back this release');
});

test('looks again when the guard has, and only for its own environment', async () => {
  class Stream extends EventTarget {
    onopen = () => {};
    close() {}
  }
  const streams: Stream[] = [];
  vi.stubGlobal(
    'EventSource',
    class extends Stream {
      constructor() {
        super();
        streams.push(this);
      }
    },
  );
  const { start, stop } = await import('../live.ts');
  const { element, asked, judged } = await page();
  start();
  const say = (environment: string) =>
    streams[0]?.dispatchEvent(
      new MessageEvent('evidence', { data: JSON.stringify({ environment }) }),
    );
  const before = asked.length;
  say('staging');
  judged.now = evidence({ users: { canary: 999, control: 5000 } });
  say('production');
  await expect.poll(() => shownText(element, '.counts dd')[0]).toBe('999');
  expect(asked.length - before).toBe(4);
  stop();
  vi.unstubAllGlobals();
});

test('an address without a number leads nowhere', async () => {
  const asked = serve(() => ({ status: 500 }));
  const element = await mount('sy-release-page', { state: stateOfAnn, number: Number.NaN });
  await expect
    .poll(() => shownText(element, '.problem-box p'))
    .toEqual(['There is no such release.']);
  expect(asked).toEqual([]);
});
