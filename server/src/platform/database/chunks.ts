// Both databases limit how many values one statement may carry.
const MOST_ROWS = 500;

/** Few enough rows at a time for one statement. */
export function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += MOST_ROWS) {
    yield all.slice(start, start + MOST_ROWS);
  }
}
