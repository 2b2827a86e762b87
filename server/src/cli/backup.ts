import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { ageOfFile } from '../platform/database/age.ts';
import { copyFile, forgetEpoch } from '../platform/database/copy.ts';
import { openDatabase } from '../platform/database/open.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { createRunner } from '../platform/work.ts';
import { verify } from '../releases/verification.ts';
import { exit, Failure } from './exit.ts';

export interface Backup {
  readonly file: string;
  /** Of the deploy log; null if the database is of an older version, which this one cannot check. */
  readonly entries: number | null;
  /** The file that is needed besides; null if the key is in a setting. */
  readonly masterKey: string | null;
}

/** Copies the database of a server that may be running. The copy has its name only once it is whole and checked. */
export async function backup({ database, masterKey }: Config, target: string): Promise<Backup> {
  if (!('file' in database)) {
    throw new Failure(exit.refused, 'PostgreSQL has a tool of its own for this: pg_dump');
  }
  const file = resolve(target);
  const draft = `${file}.partial`;
  if (existsSync(file)) throw new Failure(exit.refused, `${file} is there already`);
  try {
    rmSync(draft, { force: true });
    const age = ageOfFile(database.file);
    await copyFile(database.file, draft);
    const entries = age === 'current' ? await check(draft) : null;
    forgetEpoch(draft);
    flush(draft);
    renameSync(draft, file);
    return { file, entries, masterKey: 'file' in masterKey ? masterKey.file : null };
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof Failure || error instanceof StartProblem) throw error;
    throw new Failure(exit.refused, `${file} cannot be written: ${(error as Error).message}`);
  }
}

async function check(file: string): Promise<number> {
  const copy = await openDatabase({ file });
  try {
    const runner = createRunner({ database: copy, clock: () => new Date(), announce: () => {} });
    const { ok, entries, problems } = await verify(runner.read);
    if (!ok) throw new Failure(exit.refused, `The deploy log is damaged:\n${problems.join('\n')}`);
    return entries;
  } finally {
    await copy.close();
  }
}

function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
