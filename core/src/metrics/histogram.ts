/** Buckets of values, each 5 % wider than the one before: a quantile is known to within 5 %. */
export const BUCKETS = 512;

const LN_WIDTH = Math.log(1.05);
const FIRST = Math.floor(Math.log(1e-3) / LN_WIDTH);

/** From the logarithm of a value, which is at hand wherever this is asked. Some 1e-3 to 7e7 are told apart. */
export function bucketOf(lnValue: number): number {
  const bucket = Math.floor(lnValue / LN_WIDTH) - FIRST;
  return bucket < 0 ? 0 : bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** The value below which this part of those counted are; undefined if there are none. */
export function quantile(
  counts: Iterable<readonly [bucket: number, count: number]>,
  part: number,
): number | undefined {
  const sorted = [...counts].sort(([left], [right]) => left - right);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let left = total * part;
  for (const [bucket, count] of sorted) {
    if (count > 0 && left <= count) return Math.exp((FIRST + bucket + left / count) * LN_WIDTH);
    left -= count;
  }
  return undefined;
}
