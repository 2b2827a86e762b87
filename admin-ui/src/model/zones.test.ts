import { describe, expect, test } from 'vitest';
import { instantIn, localIn, timeIn } from './zones.ts';

describe('a time in a time zone', () => {
  test.each([
    ['2026-11-21T14:30', 'Europe/Berlin', '2026-11-21T13:30:00.000Z'],
    ['2026-07-01T09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-01-01T00:15', 'Asia/Kolkata', '2025-12-31T18:45:00.000Z'],
    ['2026-11-21T14:30', 'UTC', '2026-11-21T14:30:00.000Z'],
  ])('%s in %s', (local, zone, instant) => {
    expect(instantIn(local, zone)).toBe(instant);
    expect(localIn(Date.parse(instant), zone)).toBe(local);
  });

  test('that clocks leave out is an hour on; one they show twice is one of the two', () => {
    expect(instantIn('2026-03-29T02:30', 'Europe/Berlin')).toMatch(/T0[01]:30/);
    expect(instantIn('2026-10-25T02:30', 'Europe/Berlin')).toMatch(/T0[01]:30/);
  });

  test('is told with the zone', () => {
    expect(timeIn('2026-11-21T13:30:00Z', 'Europe/Berlin')).toBe(
      'Sat, 21 Nov 2026, 14:30 Europe/Berlin',
    );
  });

  test('is none where nothing is typed', () => {
    expect(instantIn('', 'UTC')).toBeUndefined();
  });
});
