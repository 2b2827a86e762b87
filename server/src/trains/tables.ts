import { instant, integer, json, table, text } from '../platform/database/dialect.ts';
import type { Train } from './train.ts';

/** What the train said to people. */
export interface Message {
  /** By id. */
  readonly to: readonly string[] | 'everybody';
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The train of each environment that ever had one, and the latest it said, oldest first. */
export const trains = table('trains', {
  environment: text('environment').primaryKey(),
  train: json<{ readonly train: Train; readonly messages: readonly Message[] }>('train').notNull(),
  /** Grows with every command that was carried out. */
  version: integer('version').notNull(),
  changedAt: instant('changed_at').notNull(),
});
