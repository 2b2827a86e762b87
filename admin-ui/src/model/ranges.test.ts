import { expect, test } from 'vitest';
import { rangeOf, roomy, zoomOf } from './ranges.ts';

test('an address says which range, or from when to when', () => {
  expect(rangeOf('7d').ms).toBe(7 * 86_400_000);
  expect(rangeOf('a year')).toBe(rangeOf(undefined));
  const span = { from: '2026-01-05T09:00:00.000Z', to: '2026-01-05T10:00:00.000Z' };
  expect(zoomOf(span)).toEqual({ from: Date.parse(span.from), to: Date.parse(span.to) });
  for (const wrong of [{}, { from: span.from }, { from: span.to, to: span.from }, { from: 'x' }])
    expect(zoomOf(wrong)).toBeNull();
});

test('zooming in ends where there is nothing more to see', () => {
  const minute = 60_000;
  expect(roomy({ from: 90.5 * minute, to: 100.5 * minute })).toEqual({
    ...{ from: 90 * minute, to: 101 * minute },
  });
  const tiny = roomy({ from: 90 * minute, to: 90 * minute + 1 });
  expect(tiny.to - tiny.from).toBeGreaterThanOrEqual(5 * minute);
});
