import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Result } from './run.ts';

/** One release that was rolled out. The same seed gives the same result, as long as the code is the same. */
export interface Run extends Result {
  readonly scenario: string;
  readonly seed: number;
}

/** Runs, a line each, in a file if there is one: what was interrupted goes on from there. */
export function openLedger(file: string | undefined) {
  const text = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
  // A line may have been cut off, and a file be put together of several.
  const known = new Map(
    text
      .split('\n')
      .flatMap(readLine)
      .map((run) => [keyOf(run), run]),
  );
  const runs = [...known.values()];
  if (file !== undefined && text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');

  return {
    runs,
    has: (scenario: string, seed: number) => known.has(keyOf({ scenario, seed })),
    add(more: readonly Run[]) {
      runs.push(...more);
      if (file !== undefined)
        appendFileSync(file, more.map((run) => `${JSON.stringify(run)}\n`).join(''));
    },
  };
}

function readLine(line: string): Run[] {
  try {
    return [JSON.parse(line) as Run];
  } catch {
    return [];
  }
}

const keyOf = ({ scenario, seed }: Pick<Run, 'scenario' | 'seed'>) => `${seed} ${scenario}`;
