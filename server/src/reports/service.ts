import type { Reading } from '../platform/work.ts';
import * as store from './store.ts';

/** When applications last asked for one of these switches; those never asked for are missing. */
export async function lastAsked(
  { tx }: Reading,
  environments: readonly string[],
  key: string,
): Promise<Map<string, Date>> {
  const rows = await store.askedFor(tx, environments, [key]);
  return new Map(rows.map(({ environment, lastAskedAt }) => [environment, lastAskedAt]));
}
