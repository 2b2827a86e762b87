import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { emptyRuleset, type Ruleset, type Switch } from '../ruleset.ts';
import { fixed, rulesets } from '../testing/arbitraries.ts';
import { difference } from '../testing/difference.ts';
import { applyDelta, type HeldRuleset, type RulesetUpdate, readRuleset } from './ruleset-update.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const checksumOf = (ruleset: unknown) => sha256(canonicalJson(ruleset));
const on: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: false };
const live: Ruleset = { ...emptyRuleset, switches: { a: on } };
const held: HeldRuleset = {
  position: 'epoch:41',
  environment: 'production',
  release: 17,
  checksum: checksumOf(live),
  ruleset: live,
};

const about = {
  release: 18,
  salt: 'k3v9',
  audience: { internal: true, cohorts: ['beta'], thousandths: 5_000 },
  startedAt: '2026-01-05T09:00:00.000Z',
};
const candidateTo = (after: Ruleset, before = live) => ({
  ...about,
  checksum: checksumOf(after),
  ...difference(before, after),
});
const both = { ...live, switches: { a: on, b: on } };
const good = candidateTo(both);
const candidateOf = (update: RulesetUpdate) => (update.ok ? update.held.candidate : undefined);

describe('a candidate', () => {
  test('is what results from the live ruleset of the same message', () => {
    fc.assert(
      fc.property(rulesets, rulesets, (before, after) => {
        const message = { ...held, ruleset: before, checksum: checksumOf(before) };
        const candidate = JSON.parse(JSON.stringify(candidateTo(after, before)));
        const update = readRuleset({ ...message, candidate }, undefined, sha256);
        expect(update).toMatchObject({ ok: true, held: message });
        expect(canonicalJson(candidateOf(update)?.ruleset)).toBe(canonicalJson(after));
      }),
      fixed,
    );
  });

  test('is told whole by every delta, on top of what the delta makes', () => {
    const update = readRuleset({ ...held, candidate: good }, undefined, sha256);
    expect(candidateOf(update)).toStrictEqual({ ...about, checksum: good.checksum, ruleset: both });
    const before = update.ok ? update.held : held;

    const next = { ...live, switches: { c: on } };
    const delta = {
      ...{ from: 'epoch:41', to: 'epoch:42', environment: 'production', release: 19 },
      ...difference(live, next),
      checksum: checksumOf(next),
      candidate: { ...candidateTo({ ...next, switches: { b: on } }, next), by: 'company' },
    };
    const after = applyDelta(before, delta, sha256);
    expect(candidateOf(after)).toMatchObject({ by: 'company', ruleset: { switches: { b: on } } });
    expect(Object.keys(candidateOf(after)?.ruleset.switches ?? {})).toEqual(['b']);

    const { candidate: _, ...gone } = delta;
    expect(applyDelta(before, gone, sha256)).toStrictEqual({
      ok: true,
      held: { ...held, position: 'epoch:42', release: 19, checksum: gone.checksum, ruleset: next },
    });
  });

  test.each<[string, unknown]>([
    ['that is null', null],
    ['that is a list', [good]],
    ['without a release', { ...good, release: undefined }],
    ['without a salt', { ...good, salt: '' }],
    ['without a start', { ...good, startedAt: undefined }],
    ['without a checksum', { ...good, checksum: undefined }],
    ['with another checksum', { ...good, checksum: checksumOf(live) }],
    ['with a unit that has no name', { ...good, by: 7 }],
    ['without an audience', { ...good, audience: undefined }],
    ['with an audience of no share', { ...good, audience: { internal: true } }],
    ['of more than everybody', { ...good, audience: { thousandths: 100_001 } }],
    ['of less than nobody', { ...good, audience: { thousandths: -1 } }],
    ['of a broken share', { ...good, audience: { thousandths: 0.5 } }],
    ['for one cohort in no list', { ...good, audience: { thousandths: 0, cohorts: 'beta' } }],
    ['for people who are perhaps internal', { ...good, audience: { thousandths: 0, internal: 1 } }],
    ['that sets a list', { ...good, set: { switches: [] } }],
    ['that sets half a switch', { ...good, set: { switches: { b: { state: 'on' } } } }],
    ['that removes an object', { ...good, remove: { switches: {} } }],
  ])('%s is refused, and costs nobody the live ruleset', (_, candidate) => {
    expect(readRuleset({ ...held, candidate }, undefined, sha256)).toStrictEqual({
      ok: true,
      held,
      candidateRefused: expect.stringMatching(/^The .*[.]$/),
    });
  });

  describe('is measured', () => {
    const read = (told: object) =>
      candidateOf(readRuleset({ ...held, candidate: { ...good, ...told } }, undefined, sha256));

    test('by stage and event as it says', () => {
      const measures = {
        'request.error': { users: true },
        request: { values: { slow: 340, cap: 900.5 } },
        basket: { values: {} },
        search: {},
      };
      expect(read({ stage: 2, measures })).toMatchObject({ stage: 2, measures });
    });

    test('as far as what it says is known and makes sense', () => {
      const measures = {
        a: { users: true, moods: 3 },
        b: { values: { slow: 'very' } },
        c: { users: 'all' },
        d: { values: { cap: 7, floor: 1 } },
        e: 7,
      };
      expect(read({ stage: 0, measures })?.measures).toStrictEqual({
        a: { users: true },
        d: { values: { cap: 7 } },
      });
    });

    test.each<[string, object]>([
      ['without a stage', { measures: { a: {} } }],
      ['at half a stage', { stage: 0.5, measures: { a: {} } }],
      ['before the first stage', { stage: -1, measures: { a: {} } }],
      ['with a list of measures', { stage: 0, measures: [] }],
    ])('not %s, and served all the same', (_, told) => {
      expect(read(told)?.ruleset).toStrictEqual(both);
      expect(read(told)).not.toHaveProperty('measures');
    });
  });

  test('does not save a live ruleset that is bad', () => {
    const message = { ...held, checksum: good.checksum, candidate: good };
    expect(readRuleset(message, undefined, sha256).ok).toBe(false);
  });
});
