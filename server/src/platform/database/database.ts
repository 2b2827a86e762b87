import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

/** A query builder. Await its queries: that is what both databases have in common. */
export type Tx = Pick<
  BaseSQLiteDatabase<'async', unknown>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'
>;

/** `urgent` work (kill, rollback) goes ahead of everything that waits. */
export type Priority = 'normal' | 'urgent';

/** What processes on one database call to each other. Anything may go unheard: look as well. */
export interface Signals {
  send(text: string): Promise<void>;
  /** Hears everybody, itself included. */
  listen(hear: (text: string) => void): Promise<void>;
}

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one serializable transaction, and again from the start if another got in its way:
   * inside it, await nothing but the database, and keep what it says to the outside until it is through.
   */
  write<T>(work: (tx: Tx) => Promise<T>, priority?: Priority): Promise<T>;
  /** Runs `work` on one consistent snapshot, beside whatever is being written. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Absent where there are no other processes. */
  readonly signals?: Signals;
  close(): Promise<void>;
}
