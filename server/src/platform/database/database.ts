import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

/** A query builder. Await its queries: that is what both databases have in common. */
export type Tx = Pick<
  BaseSQLiteDatabase<'async', unknown>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'
>;

/** `urgent` work (kill, rollback) goes ahead of everything that waits. */
export type Priority = 'normal' | 'urgent';

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one serializable transaction, and again from the start if another got in its way:
   * inside it, await nothing but the database, and keep what it says to the outside until it is through.
   */
  write<T>(work: (tx: Tx) => Promise<T>, priority?: Priority): Promise<T>;
  /** Runs `work` on one consistent snapshot, beside whatever is being written. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Copies the whole database to a new file, while it is in use. SQLite only. */
  backup?(file: string): Promise<void>;
  close(): Promise<void>;
}
