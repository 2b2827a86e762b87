import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { emptyRuleset, type Ruleset } from '../ruleset.ts';
import { fixed, rulesets } from '../testing/arbitraries.ts';
import { difference } from '../testing/difference.ts';
import { nextAttempt, refusedDelayMs, retryDelayMs } from './backoff.ts';
import { comparePositions, type Position, parsePosition } from './position.ts';
import { applyDelta, type HeldRuleset, readRuleset } from './ruleset-update.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const checksumOf = (ruleset: unknown) => sha256(canonicalJson(ruleset));
const at = (position: string, ruleset: Ruleset): HeldRuleset => ({
  position,
  environment: 'production',
  release: 17,
  checksum: checksumOf(ruleset),
  ruleset,
});
const held = at('k3v9x2mq:41', {
  ...emptyRuleset,
  switches: { a: { state: 'on', rules: [], variants: [], requires: [], clientSide: false } },
});
const refusal = /^The .*[.]$/;

describe('positions', () => {
  test('are an epoch and a number', () => {
    expect(parsePosition('k3v9x2mq:41')).toEqual({ epoch: 'k3v9x2mq', seq: 41 });
    const bad = [
      '',
      '41',
      'e:',
      ':1',
      'e:-1',
      'e:1.5',
      'e:01',
      'e:1 ',
      'a:b:1',
      'e:9007199254740993',
      7,
      null,
    ];
    for (const text of bad) expect(parsePosition(text)).toBeUndefined();
  });

  test('have an order within an epoch only', () => {
    const [one, two, other] = ['a:2', 'a:10', 'b:1'].map(
      (text) => parsePosition(text) as Position,
    ) as [Position, Position, Position];
    expect(comparePositions(one, two)).toBeLessThan(0);
    expect(comparePositions(two, two)).toBe(0);
    expect(comparePositions(one, other)).toBeUndefined();
  });
});

describe('backoff', () => {
  test('doubles from 1 s to 30 s, of that 50 to 100 %', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 1_000].map((attempt) => retryDelayMs(attempt, 1));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(retryDelayMs(5, 0)).toBe(15_000);
    expect(retryDelayMs(0, 0.5)).toBe(750);
  });

  test('waits at least as long as the server asks', () => {
    expect(retryDelayMs(0, 1, 5_000)).toBe(5_000);
    expect(retryDelayMs(5, 1, 5_000)).toBe(30_000);
  });

  test('starts over only after a minute of health', () => {
    expect(nextAttempt(3, 59_999)).toBe(4);
    expect(nextAttempt(3, 60_000)).toBe(0);
  });

  test('waits 2.5 to 5 minutes after a refused key', () => {
    expect([refusedDelayMs(0), refusedDelayMs(1)]).toEqual([150_000, 300_000]);
  });
});

describe('a ruleset message', () => {
  test('is taken, with members that are not known', () => {
    const message = { ...held, fromTheFuture: 1, ruleset: { ...held.ruleset, themes: {} } };
    const next = { ...message, checksum: checksumOf(message.ruleset) };
    const { fromTheFuture: _, ...known } = next;
    expect(readRuleset(next, undefined, sha256)).toEqual({ ok: true, held: known });
  });

  test('is taken again at the same position, and from another epoch', () => {
    expect(readRuleset(held, held, sha256).ok).toBe(true);
    expect(readRuleset(at('other:1', held.ruleset), held, sha256).ok).toBe(true);
  });

  test('is refused if it is older', () => {
    expect(readRuleset(at('k3v9x2mq:40', held.ruleset), held, sha256)).toEqual({
      ok: false,
      reason: 'The ruleset at k3v9x2mq:40 is older than the one held, at k3v9x2mq:41.',
    });
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'ruleset'],
    ['a list', [held]],
    ['no position', { ...held, position: undefined }],
    ['no environment', { ...held, environment: undefined }],
    ['no release', { ...held, release: '17' }],
    ['a negative release', { ...held, release: -1 }],
    ['no checksum', { ...held, checksum: undefined }],
    ['another checksum', { ...held, checksum: checksumOf(emptyRuleset) }],
    ['no ruleset', { ...held, ruleset: undefined }],
    ['half a ruleset', { ...held, ruleset: { switches: {} } }],
    ['switches in a list', { ...held, ruleset: { ...emptyRuleset, switches: [] } }],
    [
      'a switch without rules',
      { ...held, ruleset: { ...emptyRuleset, switches: { a: { state: 'on' } } } },
    ],
    [
      'a segment without conditions',
      { ...held, ruleset: { ...emptyRuleset, segments: { a: {} } } },
    ],
    ['a cohort that is none', { ...held, ruleset: { ...emptyRuleset, cohorts: { a: 1 } } }],
    ['no internal users', { ...held, ruleset: { ...emptyRuleset, internalUsers: null } }],
    [
      'internal users in no list',
      { ...held, ruleset: { ...emptyRuleset, internalUsers: { users: 'u' } } },
    ],
    ['half of a surrogate pair', { ...held, ruleset: { ...emptyRuleset, '\ud800': 1 } }],
  ])('is refused with %s', (_, message) => {
    expect(readRuleset(message, held, sha256)).toEqual({
      ok: false,
      reason: expect.stringMatching(refusal),
    });
  });
});

describe('a delta', () => {
  const to = 'k3v9x2mq:42';
  const delta = (set: object, remove: object, result: Ruleset) => ({
    from: held.position,
    to,
    environment: 'production',
    release: 18,
    checksum: checksumOf(result),
    set,
    remove,
  });

  test('makes of any ruleset any other, and leaves the old one alone', () => {
    fc.assert(
      fc.property(rulesets, rulesets, (before, after) => {
        const old = at('e:1', before);
        const text = JSON.stringify(old);
        const message = {
          ...difference(before, after),
          from: 'e:1',
          to: 'e:2',
          environment: 'production',
          release: 18,
          checksum: checksumOf(after),
        };

        const update = applyDelta(old, JSON.parse(JSON.stringify(message)), sha256);

        expect(update).toMatchObject({ ok: true, held: { position: 'e:2', release: 18 } });
        expect(update.ok && canonicalJson(update.held.ruleset)).toBe(canonicalJson(after));
        expect(JSON.stringify(old)).toBe(text);
      }),
      fixed,
    );
  });

  test('may leave out everything that does not change', () => {
    const { set: _, remove: __, ...message } = delta({}, {}, held.ruleset);
    expect(applyDelta(held, message, sha256)).toMatchObject({ ok: true, held: { position: to } });
    expect(applyDelta(held, { ...message, set: { internalUsers: {} } }, sha256).ok).toBe(true);
  });

  test('takes keys that every object inherits', () => {
    const set = JSON.parse(
      '{"segments":{"__proto__":{"conditions":[]},"constructor":{"conditions":[]}}}',
    );
    const result = { ...held.ruleset, segments: set.segments };
    const update = applyDelta(held, delta(set, {}, result), sha256);
    expect(update.ok && Object.keys(update.held.ruleset.segments)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  const empty = { ...held.ruleset, switches: {} };
  test.each([
    ['that is none', null],
    ['from elsewhere', { ...delta({}, {}, held.ruleset), from: 'k3v9x2mq:40' }],
    ['to another epoch', { ...delta({}, {}, held.ruleset), to: 'other:42' }],
    ['to nowhere', { ...delta({}, {}, held.ruleset), to: 'k3v9x2mq:41' }],
    ['to no position', { ...delta({}, {}, held.ruleset), to: 42 }],
    ['of another environment', { ...delta({}, {}, held.ruleset), environment: 'staging' }],
    ['with another result than it says', delta({}, {}, empty)],
    ['that sets a list', delta({ switches: [] }, {}, held.ruleset)],
    ['that removes an object', delta({}, { switches: { a: 1 } }, empty)],
    ['that sets nothing usable', { ...delta({}, {}, held.ruleset), set: 'a' }],
    [
      'that sets half a switch',
      delta(
        { switches: { a: { state: 'on' } } },
        {},
        { ...empty, switches: { a: { state: 'on' } as never } },
      ),
    ],
    [
      'that sets half of the internal users',
      delta(
        { internalUsers: { users: [] } },
        {},
        { ...held.ruleset, internalUsers: { users: [] } as never },
      ),
    ],
  ])('%s is refused', (_, message) => {
    expect(applyDelta(held, message, sha256)).toEqual({
      ok: false,
      reason: expect.stringMatching(refusal),
    });
  });
});
