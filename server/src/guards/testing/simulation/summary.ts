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

/** The first part of an hour is shown by itself. */
const TEN_MINUTES = 600;

type Found = Result['found'][string][number];

export function summary(scenario: Scenario, results: readonly Result[]): Row[] {
  return Object.keys(scenario.looks).flatMap((look) =>
    alphas.flatMap((alpha, at) => {
      const found = results.map((each) => each.found[look]?.[at] ?? null);
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
  found: readonly Found[],
): Omit<Row, 'alpha'>[] {
  const runs = found.length;
  const limit = limitOf(runs, alphas[at] as number);
  const within = (until: number) => found.filter((each) => each && each.second <= until).length;
  const seen = (count: number) => `${count} of ${runs} (${((100 * count) / runs).toFixed(2)} %)`;

  switch (expects.kind) {
    case 'harmless':
      return [...new Set([Math.min(TEN_MINUTES, seconds), seconds])].map((until) => {
        const count = within(until);
        return {
          scenario: `, ${until / 60} min`,
          seen: seen(count),
          limit: `at most ${limit}`,
          holds: count <= limit,
        };
      });
    case 'blind': {
      // Only what it claims at 5 % is held against it.
      if (at > 0) return [];
      const count = within(seconds);
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
      const requests = found.map((each) => each?.requests ?? Number.POSITIVE_INFINITY);
      return [{ scenario: '', ...medianRow(requests, expects.medians[at] as number) }];
    }
  }
}

/**
 * Give or take 10 %, as far as so many runs tell: one standard error of the rank is √n / 2, and two of them are allowed. For the median
 * itself is not steady where there are 1,000 requests from one look to the next, and one look has found half.
 */
function medianRow(requests: readonly number[], expected: number) {
  const runs = requests.length;
  const sorted = [...requests].sort((left, right) => left - right);
  const ranked = (part: number) =>
    sorted[Math.min(runs - 1, Math.max(0, Math.floor(part * runs)))] as number;
  const off = 1 / Math.sqrt(runs);
  const told = [0.5, 0.9, 0.5 - off, 0.5 + off].map((part) => ranked(part).toLocaleString('en'));
  const [median, most, low, high] = told;
  return {
    seen: `${median} (90 %: ${most}), ${low}–${high}`,
    limit: `${expected.toLocaleString('en')} ± 10 %`,
    holds: ranked(0.5 - off) <= 1.1 * expected && ranked(0.5 + off) >= 0.9 * expected,
  };
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
