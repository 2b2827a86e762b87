import type { Run } from './ledger.ts';
import { createSimulation } from './run.ts';
import { scenarios } from './scenarios.ts';

/** Runs of one scenario. */
export interface Job {
  readonly scenario: string;
  readonly seeds: readonly number[];
}

const simulation = createSimulation();

process.on('message', async ({ scenario: name, seeds }: Job) => {
  const scenario = scenarios.find((each) => each.name === name);
  const runs: Run[] = [];
  for (const seed of scenario ? seeds : []) {
    if (scenario) runs.push({ scenario: name, seed, ...(await simulation.run(scenario, seed)) });
  }
  process.send?.(runs);
});
