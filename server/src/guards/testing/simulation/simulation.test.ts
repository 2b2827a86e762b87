import { afterAll, describe, expect, test } from 'vitest';
import { createSimulation } from './run.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { limitOf, summary } from './summary.ts';

// The first few runs of what `npm run simulate:guard` does by the thousand.
const simulation = createSimulation();
afterAll(() => simulation.close());

const TEN_MINUTES = 600;

async function rowsOf(scenario: Scenario, runs: number) {
  const results = [];
  for (let seed = 1; seed <= runs; seed++) results.push(await simulation.run(scenario, seed));
  return summary(scenario, results);
}

const those = (kind: Scenario['expects']['kind']) =>
  scenarios
    .filter(({ expects }) => expects.kind === kind)
    .map((each) => [each.name, { ...each, seconds: Math.min(TEN_MINUTES, each.seconds) }] as const);

describe('harmless releases are hardly ever rolled back', () => {
  test.each(those('harmless'))('%s', async (_, scenario) => {
    for (const row of await rowsOf(scenario, 4)) expect(row).toMatchObject({ holds: true });
  });
});

describe('the simulation sees through', () => {
  test.each(those('blind').filter(([name]) => name !== 'E1 on requests'))(
    '%s',
    async (_, scenario) => {
      const [row] = await rowsOf(scenario, 8);
      expect(row).toMatchObject({ holds: true });
    },
  );
});

describe('bad releases are found as soon as they should be', () => {
  test.each(those('found').filter(([name]) => !/→ [25] %|1[.]2/.test(name)))(
    '%s',
    async (_, scenario) => {
      for (const row of await rowsOf(scenario, 20)) expect(row).toMatchObject({ holds: true });
    },
  );
});

test('what is allowed is what chance itself exceeds once in a thousand', () => {
  expect([limitOf(2000, 0.05), limitOf(2000, 0.01), limitOf(1, 0.5)]).toEqual([131, 35, 1]);
});
