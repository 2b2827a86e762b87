import { createSimulation, type Result } from './run.ts';
import { scenarios } from './scenarios.ts';

/** Runs of one scenario, by their seeds. */
export interface Job {
  readonly scenario: string;
  readonly from: number;
  readonly runs: number;
}

const simulation = createSimulation();

process.on('message', async ({ scenario: name, from, runs }: Job) => {
  const scenario = scenarios.find((each) => each.name === name);
  const results: Result[] = [];
  for (let seed = from; scenario && seed < from + runs; seed++) {
    results.push(await simulation.run(scenario, seed));
  }
  process.send?.(results);
});
