/** The value that χ² exceeds once in a million times, by degrees of freedom. */
export const critical = { 1: 23.93, 3: 30.66, 9: 45.08, 81: 151.6, 99: 175.2 };

export function chiSquared(observed: readonly number[], expected: readonly number[]): number {
  return observed.reduce(
    (sum, each, at) => sum + (each - (expected[at] as number)) ** 2 / (expected[at] as number),
    0,
  );
}

/** χ² of a square table against what its margins make one expect. */
export function dependence(table: readonly number[], size: number): number {
  const total = table.reduce((sum, each) => sum + each, 0);
  const row = (at: number) =>
    table.slice(at * size, (at + 1) * size).reduce((sum, each) => sum + each, 0);
  const column = (at: number) =>
    table.filter((_, cell) => cell % size === at).reduce((sum, each) => sum + each, 0);
  const expected = table.map(
    (_, cell) => (row(Math.floor(cell / size)) * column(cell % size)) / total,
  );
  return chiSquared(table, expected);
}
