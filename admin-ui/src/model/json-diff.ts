export interface Line {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** Two JSON values line by line: what went, what came, what stayed. */
export function jsonDiff(before: unknown, after: unknown): readonly Line[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const length = common(old, now);
  const result: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      result.push({ sign: ' ', text: old[i++] ?? '' });
      j++;
    } else if (
      j >= now.length ||
      (i < old.length && at(length, i + 1, j) >= at(length, i, j + 1))
    ) {
      result.push({ sign: '-', text: old[i++] ?? '' });
    } else result.push({ sign: '+', text: now[j++] ?? '' });
  }
  return result;
}

/** Only what changed, and a little around it; undefined where lines are left out. */
export function excerpt(lines: readonly Line[], around = 3): readonly (Line | undefined)[] {
  const changes = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const isNear = (index: number) => changes.some((each) => Math.abs(each - index) <= around);
  return lines.flatMap((line, index) => {
    if (isNear(index)) return [line];
    return index === 0 || isNear(index - 1) ? [undefined] : [];
  });
}

const linesOf = (value: unknown) =>
  value === null || value === undefined ? [] : JSON.stringify(value, undefined, 2).split('\n');

/** For every pair of ends, how many lines they have in common: the table of the longest common subsequence. */
function common(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(now.length + 1).fill(0),
  );
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === now[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0;
