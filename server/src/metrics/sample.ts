/** A server keeps about as many users as an SDK does. */
export const MOST_USERS = 8192;

/** The first hash that is not in the sample; hashes are 16 hex digits. Undefined where all are. */
export const limitOf = (sample: number): string | undefined =>
  sample >= 1
    ? undefined
    : Math.floor(sample * 2 ** 32)
        .toString(16)
        .padStart(8, '0');

/** Those in the sample. */
export function within(hashes: readonly string[], sample: number): readonly string[] {
  const limit = limitOf(sample);
  return limit === undefined ? hashes : hashes.filter((hash) => hash < limit);
}
