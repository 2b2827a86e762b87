import { expect, test } from 'vitest';
import { audienceInWords } from './canary-plan.ts';

test('tells who comes to see a release', () => {
  expect(audienceInWords({ kind: 'internal' })).toBe('internal users');
  expect(audienceInWords({ kind: 'cohort', cohort: 'early-birds' })).toBe('cohort early-birds');
  expect(audienceInWords({ kind: 'percentage', thousandths: 12_500 })).toBe('12.5\u00a0%');
});
