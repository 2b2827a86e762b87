import { expect, test } from 'vitest';
import { askedOf, countOfFilters, isNarrowed } from './log-filters.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const given = (filters: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(askedOf(filters, now)).filter(([, value]) => value !== undefined),
  );

test('the address says what is asked of the server', () => {
  expect(
    given({ in: 'production', app: 'web', kind: 'code', person: 'p1', switch: 'a:b', text: 'why' }),
  ).toEqual({
    environment: 'production',
    app: 'web',
    kind: 'code',
    actor: 'p1',
    switch: 'a:b',
    search: 'why',
  });
});

test('times are spans back from now, or from and to on the clocks here', () => {
  expect(given({ since: '24h' })).toEqual({ from: '2026-11-20T12:00:00.000Z' });
  expect(given({ since: 'range', from: '2026-11-20T10:00', to: '' })).toEqual({
    from: new Date('2026-11-20T10:00').toISOString(),
  });
});

test('what is no filter, or none that is known, asks for nothing', () => {
  expect(given({ environment: 'staging', kind: 'fun', since: 'ever', from: 'soon' })).toEqual({});
  expect(isNarrowed({ environment: 'staging', kind: '' })).toBe(false);
  expect(countOfFilters({ text: 'a', kind: 'code', app: 'web' })).toBe(2);
});
