import { randomBytes } from 'node:crypto';
import type { Tx } from '../platform/database/database.ts';
import { sha256 } from '../platform/sha256.ts';
import type { Change } from './entry.ts';
import { type Mapping, mapChange } from './personal.ts';
import * as store from './store.ts';

/** What is shown where a value was erased. */
export const ERASED = '(erased)';

/** The changes with references in place of what names people. */
export async function withReferences(tx: Tx, changes: readonly Change[]): Promise<Change[]> {
  const values = new Map<string, string>();
  collect(changes, (value) => values.set(sha256(String(value)), String(value)));
  const refs = await store.refsOf(tx, [...values.keys()]);
  const missing = [...values].filter(([digest]) => !refs.has(digest));
  const added = missing.map(([digest, value]) => ({
    ref: randomBytes(16).toString('hex'),
    digest,
    value,
  }));
  await store.insertReferences(tx, added);
  for (const { ref, digest } of added) refs.set(digest, ref);
  return changes.map((change) =>
    mapChange(change, (value) => ({ ref: refs.get(sha256(String(value))) })),
  );
}

/** The changes as they were. `erased` stands for what has been erased since; undefined leaves it out. */
export async function withValues(
  tx: Tx,
  changes: readonly Change[],
  erased: string | undefined,
): Promise<Change[]> {
  const refs = new Set<string>();
  collect(changes, (value) => refs.add(refOf(value)));
  const values = await store.valuesOf(tx, [...refs]);
  return changes.map((change) => mapChange(change, (value) => values.get(refOf(value)) ?? erased));
}

/** Forgets a value for good: used again, it gets another reference. */
export const erase = (tx: Tx, value: string) => store.erase(tx, sha256(value));

const refOf = (value: unknown) => String((value as { ref?: unknown } | null)?.ref);

function collect(changes: readonly Change[], see: (value: unknown) => void): void {
  const mapping: Mapping = (value) => {
    see(value);
    return value;
  };
  for (const change of changes) mapChange(change, mapping);
}
