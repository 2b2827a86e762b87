import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeEmpty, openDatabase } from '../platform/database/open.ts';
import * as meta from '../platform/meta.ts';
import { createRunner } from '../platform/work.ts';
import { verify } from '../releases/verification.ts';
import type { Host } from './database.ts';
import { exit, Failure } from './exit.ts';

export interface Backup {
  readonly file: string;
  readonly entries: number;
  /** The file that is needed besides. */
  readonly masterKey: string | undefined;
}

/** Copies the database of a server that may be running. The copy has its name only once it is whole and checked. */
export async function backup({ config, database }: Host, target: string): Promise<Backup> {
  const file = resolve(target);
  if (database.backup === undefined) {
    throw new Failure(exit.refused, 'PostgreSQL has a tool of its own for this: pg_dump');
  }
  if (existsSync(file)) throw new Failure(exit.refused, `${file} is there already`);
  const draft = `${file}.partial`;
  try {
    rmSync(draft, { force: true });
    makeEmpty(draft);
    await database.backup(draft);
    const entries = await finish(draft);
    renameSync(draft, file);
    const masterKey = 'file' in config.masterKey ? config.masterKey.file : undefined;
    return { file, entries, masterKey };
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(exit.refused, `${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Gives the copy an identity of its own, so that SDKs do not take its positions for those of the original. */
async function finish(file: string): Promise<number> {
  const copy = await openDatabase({ file });
  try {
    const runner = createRunner({ database: copy, clock: () => new Date(), announce: () => {} });
    const { ok, entries, problems } = await verify(runner.read);
    if (!ok) throw new Failure(exit.refused, `The deploy log is damaged:\n${problems.join('\n')}`);
    await copy.write((tx) => meta.forgetEpoch(tx));
    return entries;
  } finally {
    await copy.close();
    const descriptor = openSync(file, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}
