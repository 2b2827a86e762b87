import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, localAt, localInWords } from './zone.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
];
const fixed = { seed: 20_260_701, numRuns: 2_000 };
const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) });

describe('local time', () => {
  test('is told to the minute, with its place', () => {
    expect(localInWords(Date.parse('2026-07-01T22:30:59Z'), 'Europe/Berlin')).toBe(
      '2026-07-02 00:30 Europe/Berlin',
    );
    expect(localInWords(Date.parse('2026-01-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(
      '2026-01-01 05:45 Asia/Kathmandu',
    );
  });

  test.each([
    ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00Z', '2026-07-01T07:00Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T00:30Z', '2026-03-29T01:30Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00Z', '2026-10-25T02:00Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
  ])('%s in %s is one instant, or two', (local, zone, earlier, later) => {
    const wall = Date.parse(`${local}Z`);
    expect(instantOf(wall, zone, 'earlier')).toBe(Date.parse(earlier));
    expect(instantOf(wall, zone, 'later')).toBe(Date.parse(later));
  });

  test('leads back to the instant it was told of, milliseconds included', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const wall = localAt(at, zone);
        const found = [instantOf(wall, zone, 'earlier'), instantOf(wall, zone, 'later')];
        expect(found).toContain(at);
      }),
      fixed,
    );
  });

  test('is the same before 1970', () => {
    const at = Date.UTC(1969, 5, 1, 12, 0, 0, 1);
    expect(localAt(at, 'UTC')).toBe(at);
  });
});
