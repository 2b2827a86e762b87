import Client from 'better-sqlite3';
import { StartProblem } from '../start-problem.ts';

/**
 * Keeps other servers off a database file until the answer is called. The lock is SQLite's own, on an empty file
 * beside the database, which stays: the operating system lifts the lock however the process ends.
 */
export function lockForServer(file: string): () => void {
  const lock = new Client(`${file}.lock`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new StartProblem(
      `Another Switchyard server is running on ${file}. Stop that one first; several servers need PostgreSQL`,
    );
  }
  return () => lock.close();
}
