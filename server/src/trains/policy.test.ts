import { expect, test } from 'vitest';
import { mayExpress } from './policy.ts';
import { production } from './testing/depot.ts';

test('what may leave at once includes all that goes less far', () => {
  const allowed = (express: typeof production.express) =>
    (['harmless', 'percentages', 'anything'] as const).filter((extent) =>
      mayExpress({ ...production, express }, extent),
    );
  expect(allowed('harmless')).toEqual(['harmless']);
  expect(allowed('percentages')).toEqual(['harmless', 'percentages']);
  expect(allowed('anything')).toEqual(['harmless', 'percentages', 'anything']);
});
