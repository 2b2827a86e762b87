import { index, instant, table, text, uniqueIndex } from '../platform/database/dialect.ts';

export const sdkKeys = table(
  'sdk_keys',
  {
    id: text('id').primaryKey(),
    environment: text('environment').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<'server' | 'browser'>().notNull(),
    /** Whether it sees what is live, or what is checked before anybody else gets it. */
    channel: text('channel').$type<'live' | 'princess'>().notNull().default('live'),
    hash: text('hash').notNull(),
    /** Enough of the key to tell it from others: `sys_…abcd`. */
    hint: text('hint').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (columns) => [
    uniqueIndex('sdk_keys_hash').on(columns.hash),
    index('sdk_keys_environment').on(columns.environment),
  ],
);
