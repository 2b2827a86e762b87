import { expect, test } from 'vitest';
import type { DeploySummary } from '../api-types.ts';
import { publicLine, summaryInWords } from './summary.ts';

const now = Date.parse('2026-11-21T12:12:00Z');
const summary: DeploySummary = {
  days: 7,
  deploys: 67,
  code: 40,
  config: 27,
  changes: 496,
  people: 18,
  last: {
    entry: 9,
    at: '2026-11-21T12:00:00.000Z',
    by: 'Ada',
    kind: 'code',
    environment: 'production',
    title: 'Deploy of web',
  },
};

test('tells when was deployed last, and how much lately', () => {
  expect(summaryInWords(summary, now)).toBe(
    'Last deployed 12 minutes ago by Ada. In the last week there were 67 deploys of 496 changes by 18 people.',
  );
  expect(summaryInWords({ ...summary, deploys: 1, changes: 1, people: 1 }, now)).toContain(
    'there was 1 deploy of 1 change by 1 person',
  );
  expect(summaryInWords({ ...summary, last: null }, now)).toBe('Nothing has been deployed yet.');
});

test('the world gets no e-mail address', () => {
  const last = { ...summary.last, by: 'ada@example.com' } as DeploySummary['last'];
  expect(publicLine({ ...summary, last }, now)).toContain('by ada. In the last week');
});
