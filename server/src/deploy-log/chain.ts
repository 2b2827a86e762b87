import { createHash } from 'node:crypto';
import type { Entry } from './entry.ts';
import type { Row } from './store.ts';

/** What the first entry follows. */
export const ORIGIN = '0'.repeat(64);

export const hashOf = (previousHash: string, entry: string) =>
  createHash('sha256').update(previousHash).update(entry).digest('hex');

/** What stands in columns of its own, for searching. */
export const columnsOf = (entry: Entry): Omit<Row, 'entry' | 'previousHash' | 'hash'> => ({
  seq: entry.seq,
  at: new Date(entry.at),
  kind: entry.kind,
  environment: entry.environment ?? null,
  app: entry.app ?? null,
  actorId: entry.actor.id,
  release: entry.release ?? null,
  reverts: entry.reverts ?? null,
  settles: entry.settles ?? null,
  text: [entry.title, entry.reason, entry.actor.name, entry.environment, entry.app]
    .concat(entry.effect?.changes.map(({ key }) => key))
    .filter((each) => each !== undefined)
    .join('\n')
    .toLowerCase(),
});
