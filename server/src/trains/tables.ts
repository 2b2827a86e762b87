import { instant, integer, json, table, text } from '../platform/database/dialect.ts';
import type { Train } from './train.ts';

/** The train of each environment that ever had one. */
export const trains = table('trains', {
  environment: text('environment').primaryKey(),
  train: json<Train>('train').notNull(),
  /** Grows with every command that was carried out. */
  version: integer('version').notNull(),
  changedAt: instant('changed_at').notNull(),
});
