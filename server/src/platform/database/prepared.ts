import { type Placeholder, sql } from 'drizzle-orm';
import type { Tx } from './database.ts';

/** What drizzle's builders have in common once they are complete. */
interface Built<R> {
  prepare(): { execute(values: Record<string, unknown>): PromiseLike<R> };
}

/** A value that is given when the query is run. Its column encodes it where a row is written; in conditions nothing does. */
export const given = (name: string): Placeholder => sql.placeholder(name);

/**
 * A query that is built once per connection, for those that are run hundreds of times a second: to build one costs more
 * than SQLite takes to answer it. Where transactions have connections of their own, it is built for each.
 */
export function prepared<R>(build: (tx: Tx) => Built<R>) {
  const ready = new WeakMap<Tx, ReturnType<Built<R>['prepare']>>();
  return async (tx: Tx, values: Record<string, unknown>): Promise<R> => {
    let query = ready.get(tx);
    if (query === undefined) {
      query = build(tx).prepare();
      ready.set(tx, query);
    }
    return query.execute(values);
  };
}

/** The same for many rows: so many at a time as there is a prepared query for, which is each power of two. */
export function preparedRows<Row extends object, R>(
  columns: readonly (keyof Row & string)[],
  build: (tx: Tx, rows: Row[]) => Built<unknown>,
) {
  const queries = new Map<number, ReturnType<typeof prepared>>();

  const ofSize = (size: number) => {
    const known = queries.get(size);
    if (known) return known;
    const row = (at: number) =>
      Object.fromEntries(columns.map((column) => [column, given(`${column}${at}`)])) as Row;
    const rows = Array.from({ length: size }, (_, at) => row(at));
    const query = prepared((tx) => build(tx, rows));
    queries.set(size, query);
    return query;
  };

  return async (tx: Tx, rows: readonly Row[]): Promise<R[]> => {
    const results: R[] = [];
    for (let start = 0; start < rows.length; ) {
      const size = Math.min(MOST_ROWS, 2 ** Math.floor(Math.log2(rows.length - start)));
      const values: Record<string, unknown> = {};
      for (let at = 0; at < size; at++) {
        for (const column of columns) values[`${column}${at}`] = rows[start + at]?.[column];
      }
      // What is written and answers nothing is told of otherwise by each driver.
      const answer = await ofSize(size)(tx, values);
      if (Array.isArray(answer)) results.push(...(answer as R[]));
      start += size;
    }
    return results;
  };
}

/** Both databases limit how many values one statement may carry. */
const MOST_ROWS = 256;
