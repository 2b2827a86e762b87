import { index, instant, integer, json, table, text } from '../platform/database/dialect.ts';

/** Where to ask for a rollback of code: the user's own deploy tool. */
export const hooks = table(
  'hooks',
  {
    id: text('id').primaryKey(),
    environment: text('environment').notNull(),
    app: text('app').notNull(),
    url: text('url').notNull(),
    /** Sealed under the master key. */
    secret: text('secret').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (columns) => [index('hooks_app').on(columns.environment, columns.app)],
);

/** A call of a hook, tried until it is taken, given up, or too late. */
export const deliveries = table(
  'deliveries',
  {
    id: text('id').primaryKey(),
    hook: text('hook').notNull(),
    environment: text('environment').notNull(),
    app: text('app').notNull(),
    /** The entry in the deploy log that it belongs to; null for a test. */
    entry: integer('entry'),
    payload: json<unknown>('payload').notNull(),
    status: text('status').$type<'waiting' | 'taken' | 'done' | 'failed'>().notNull(),
    attempts: integer('attempts').notNull(),
    /** When to try next; null when there is no next time. */
    nextAt: instant('next_at'),
    /** What came of it, in words. */
    outcome: text('outcome').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (columns) => [
    index('deliveries_hook').on(columns.hook, columns.createdAt),
    index('deliveries_next').on(columns.nextAt),
    index('deliveries_entry').on(columns.entry),
  ],
);
