import Client from 'better-sqlite3';
import { makeEmpty } from './open.ts';

/**
 * Copies a database file that may be in use, whatever version it is of. The copy is another incarnation: it has no
 * epoch, and gets one of its own when it is first opened, so that SDKs do not take its positions for the original's.
 */
export async function copyFile(from: string, to: string): Promise<void> {
  makeEmpty(to);
  const original = new Client(from, { fileMustExist: true });
  try {
    await original.backup(to);
  } finally {
    original.close();
  }
}

export function forgetEpoch(file: string): void {
  const copy = new Client(file);
  try {
    copy.exec("delete from meta where name = 'epoch'");
  } finally {
    copy.close();
  }
}
