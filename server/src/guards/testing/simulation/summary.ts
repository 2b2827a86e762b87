import type { Result } from './run.ts';
import { alphas, type Scenario } from './scenarios.ts';

/** One line of the table: what was seen of a scenario, against what may be. */
export interface Row {
  readonly scenario: string;
  readonly alpha: number;
  readonly seen: string;
  readonly limit: string;
  readonly holds: boolean;
}

const PER_SECOND = 100;
/** The first part of an hour is shown by itself. */
const TEN_MINUTES = 600 * PER_SECOND;

export function summary(scenario: Scenario, results: readonly Result[]): Row[] {
  return Object.keys(scenario.looks).flatMap((look) =>
    alphas.flatMap((alpha, at) => {
      const found = results.map((each) => each.found[look]?.[at] ?? Number.POSITIVE_INFINITY);
      const name = `${scenario.name}, ${look}`;
      return rowsOf(scenario, at, found).map((row) => ({
        alpha,
        ...row,
        scenario: name + row.scenario,
      }));
    }),
  );
}

function rowsOf(
  { expects, seconds }: Scenario,
  at: number,
  found: readonly number[],
): Omit<Row, 'alpha'>[] {
  const alpha = alphas[at] as number;
  const runs = found.length;
  const limit = limitOf(runs, alpha);
  const within = (exposures: number) => found.filter((each) => each <= exposures).length;
  const seen = (count: number) => `${count} of ${runs} (${((100 * count) / runs).toFixed(2)} %)`;

  switch (expects.kind) {
    case 'harmless':
      return [...new Set([Math.min(TEN_MINUTES, seconds * PER_SECOND), seconds * PER_SECOND])].map(
        (exposures) => {
          const count = within(exposures);
          return {
            scenario: `, ${exposures / PER_SECOND / 60} min`,
            seen: seen(count),
            limit: `at most ${limit}`,
            holds: count <= limit,
          };
        },
      );
    case 'blind': {
      // Only what it claims at 5 % is held against it.
      if (at > 0) return [];
      const count = within(Number.MAX_VALUE);
      return [
        {
          scenario: '',
          seen: seen(count),
          limit: `must fail: over ${limit}`,
          holds: count > limit,
        },
      ];
    }
    case 'found': {
      const sorted = [...found].sort((left, right) => left - right);
      const [median, most] = [0.5, 0.9].map((part) => sorted[Math.floor(part * runs)] ?? 0) as [
        number,
        number,
      ];
      const expected = expects.medians[at] as number;
      const off = Math.max(0.1, 3 / Math.sqrt(runs));
      return [
        {
          scenario: '',
          seen: `${median.toLocaleString('en')} (${most.toLocaleString('en')})`,
          limit: `${expected.toLocaleString('en')} ${expects.isLimit ? '+' : '±'} ${Math.round(100 * off)} %`,
          holds: median / expected <= 1 + off && (expects.isLimit || median / expected >= 1 - off),
        },
      ];
    }
  }
}

/** So many of so many happen by chance hardly ever: more do once in a thousand. 131 and 35 of 2,000 at 5 % and 1 %. */
export function limitOf(runs: number, probability: number): number {
  let chance = (1 - probability) ** runs;
  let atMost = chance;
  let count = 0;
  while (1 - atMost > 0.001) {
    count++;
    chance *= ((runs - count + 1) / count) * (probability / (1 - probability));
    atMost += chance;
  }
  return count;
}
