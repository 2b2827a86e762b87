import * as environments from '../environments/service.ts';
import type { Reading, Work } from '../platform/work.ts';
import type { Edit } from './edits.ts';
import { isSame } from './edits.ts';
import * as store from './store.ts';

/** What SDKs with princess keys see on top of what everybody has and what rolls out. */
export interface AtPrincess {
  readonly group: number;
  readonly edits: readonly Edit[];
}

export async function princessOf(
  { tx }: Reading,
  environment: string,
): Promise<AtPrincess | undefined> {
  const row = await store.atPrincess(tx, environment);
  return row && { group: row.group, edits: row.edits };
}

/** Shows these edits at princess in place of whatever was there. Without edits, this group is there no more. */
export async function showAtPrincess(
  work: Work,
  environment: string,
  group: number,
  edits: readonly Edit[] | null,
): Promise<void> {
  const current = await princessOf(work, environment);
  if (edits === null) {
    if (current?.group !== group) return;
    await store.removeFromPrincess(work.tx, environment);
  } else {
    if (isSame(current, { group, edits })) return;
    await store.putAtPrincess(work.tx, { environment, group, edits });
  }
  await environments.move(work, await environments.find(work, environment));
  work.announce({ kind: 'released', environment });
}
