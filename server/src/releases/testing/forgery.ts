import { canonicalJson } from '@switchyard/core';
import { hashOf } from '../../deploy-log/chain.ts';
import type { Entry } from '../../deploy-log/entry.ts';
import { isPostgres, type TestDatabase } from '../../testing/database.ts';

/** Takes away what keeps the log as it is. */
export async function unlock({ run }: TestDatabase) {
  if (isPostgres) return run('alter table deploy_log disable trigger deploy_log_keeps_entries');
  await run('drop trigger deploy_log_keeps_entries');
  await run('drop trigger deploy_log_loses_nothing');
}

/** Writes another entry in place of the one there was, and all hashes anew, as somebody would who knows how they are made. */
export async function forge(place: TestDatabase, entry: Entry) {
  const columns = [
    `entry = ${quoted(canonicalJson(entry))}`,
    `release = ${entry.release ?? 'null'}`,
    `settles = ${entry.settles ?? 'null'}`,
  ];
  await place.run(`update deploy_log set ${columns} where seq = ${entry.seq}`);
  await rehash(place, entry.seq);
}

async function rehash({ run }: TestDatabase, from: number) {
  const rows = await run(`select seq, entry from deploy_log where seq >= ${from} order by seq`);
  const [before] = await run(`select hash from deploy_log where seq = ${from - 1}`);
  let previous = (before?.hash as string | undefined) ?? '0'.repeat(64);
  for (const { seq, entry } of rows) {
    const hash = hashOf(previous, entry as string);
    await run(
      `update deploy_log set previous_hash = '${previous}', hash = '${hash}' where seq = ${seq}`,
    );
    previous = hash;
  }
}

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
