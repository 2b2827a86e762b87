import { expect, test } from 'vitest';
import { ada, entryOf } from '../testing/entries.ts';
import { endingOf, markOf, statusInWords } from './outcome.ts';

const at = '2026-11-21T12:00:00.000Z';
const now = Date.parse('2026-11-21T12:01:30.000Z');
const words = (entry: Parameters<typeof endingOf>[0]) =>
  endingOf(entry, now)?.words.replaceAll('\u00a0', ' ');
const ended = (action: string) => ({
  outcome: { seq: 2, at, actor: ada, action, title: '', durationMs: 34_000 },
});

test('tells how it ended, and after how long', () => {
  const told = ['finish', 'roll-back', 'fail', 'arrive', 'abort'].map((action) => {
    const ending = endingOf(entryOf(1, ended(action)), now);
    return [ending?.state, ending?.words.replaceAll('\u00a0', ' ')];
  });
  expect(told).toEqual([
    ['done', 'finished after 34 s'],
    ['done', 'finished after 34 s'],
    ['failed', 'failed after 34 s'],
    ['done', 'arrived after 34 s'],
    ['aborted', 'aborted after 34 s'],
  ]);
});

test('tells since when it runs, by the time that was reported', () => {
  expect(words(entryOf(1, { at, isRunning: true }))).toBe('rolling out for 1 min 30 s');
  const deploy = { id: 'd', version: '2', at: '2026-11-21T11:59:30.000Z' };
  expect(words(entryOf(1, { at, kind: 'code', isRunning: true, deploy }))).toBe(
    'running for 2 min',
  );
  expect(words(entryOf(1, { at }))).toBeUndefined();
});

test('marks what goes back, and kills', () => {
  expect(markOf(entryOf(1))).toBe('config');
  expect(markOf(entryOf(1, { action: 'rollback', reverts: 3 }))).toBe('config back');
  expect(markOf(entryOf(1, { action: 'kill' }))).toBe('kill');
  const deploy = { id: 'd', version: '1' };
  expect(markOf(entryOf(1, { kind: 'code', action: 'roll-back', deploy }))).toBe('code back');
});

test('tells how far a release is that has not arrived', () => {
  const stage = { audience: { kind: 'internal' }, minimumMs: 1 } as const;
  expect(statusInWords({ outcome: 'rolling-out', stage: 1, stages: [stage, stage, stage] })).toBe(
    'rolling out, stage 2 of 3',
  );
  expect(statusInWords({ outcome: 'aborted' })).toBe('aborted, was never live');
  expect(statusInWords({ outcome: 'arrived' })).toBeUndefined();
});
