const form =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/**
 * A semantic version as core reads it, in parts that can be compared one by one: the three numbers, then what stands
 * behind the `-`. Undefined if it is none.
 */
export function versionOf(text: unknown): readonly Part[] | undefined {
  const found = typeof text === 'string' && form.exec(text);
  if (!found) return undefined;
  const numbers = [1, 2, 3].map((at) => found[at] ?? '0');
  const words = found[4]?.split('.') ?? [];
  const isWritten = (part: string) => part !== '' && !/^0\d+$/.test(part);
  const isExact = (part: string) => Number.isSafeInteger(Number(part));
  return [...numbers, ...words].every(isWritten) && numbers.every(isExact)
    ? [...numbers, words.length ? '' : '~', ...words].map(partOf)
    : undefined;
}

/** Numbers come before words, short ones before long ones. */
type Part = readonly [rank: number, text: string];

const partOf = (text: string): Part => [/^\d+$/.test(text) ? text.length : 1e9, text];

/** Negative if `a` comes before `b`, 0 if neither does. */
export function compareVersions(a: readonly Part[], b: readonly Part[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a[at] as Part, b[at] as Part];
    const order = one[0] - other[0] || Number(one[1] > other[1]) - Number(one[1] < other[1]);
    if (order) return order;
  }
  return a.length - b.length;
}
