import type { Reading } from '../platform/work.ts';
import type { Entry } from './entry.ts';
import * as store from './store.ts';

const MOST = 2_000;

/** A line, or a stretch, to draw on a graph. */
export interface Annotation {
  readonly entry: number;
  readonly at: string;
  /** When it had ended, of what takes a while. */
  readonly until?: string;
  readonly kind: Entry['kind'];
  readonly action: string;
  readonly environment?: string | undefined;
  readonly app?: string | undefined;
  readonly release?: number | undefined;
  readonly title: string;
}

/** What happened in a range of time, oldest first; only the latest of it where that is too much. */
export async function annotations(
  reading: Reading,
  filter: store.Filter,
): Promise<{ annotations: Annotation[]; isCut: boolean }> {
  const rows = await store.page(reading.tx, filter, MOST + 1);
  const shown = rows.slice(0, MOST).reverse();
  const seqs = shown.map(({ seq }) => seq);
  const outcomes = new Map(
    (await store.outcomesOf(reading.tx, seqs)).map((row) => [row.settles, whenOf(row)]),
  );
  return {
    annotations: shown.map((row) => {
      const { action, title, environment, app, release, kind }: Entry = JSON.parse(row.entry);
      const until = outcomes.get(row.seq);
      const times = { at: whenOf(row), ...(until !== undefined && { until }) };
      return { entry: row.seq, ...times, kind, action, environment, app, release, title };
    }),
    isCut: rows.length > MOST,
  };
}

function whenOf(row: store.Row): string {
  const { at, deploy }: Entry = JSON.parse(row.entry);
  return deploy?.at ?? at;
}
