import { flag, instant, integer, table, text } from '../platform/database/dialect.ts';

export const environments = table('environments', {
  key: text('key').primaryKey(),
  name: text('name').notNull(),
  /** The least role that publishes directly. */
  publishRole: text('publish_role').notNull(),
  /** Whether the admin UI asks before it publishes. */
  confirm: flag('confirm').notNull(),
  /** The number of the latest release; 0 before the first. */
  release: integer('release').notNull(),
  /** Grows with everything that SDKs can see. */
  seq: integer('seq').notNull(),
  createdAt: instant('created_at').notNull(),
});
