import { flag, instant, integer, json, table, text } from '../platform/database/dialect.ts';
import type { Policy } from './policy.ts';

type Rules = Partial<Omit<Policy, 'publish' | 'confirm'>>;

export const environments = table('environments', {
  key: text('key').primaryKey(),
  name: text('name').notNull(),
  /** The least role that publishes directly. */
  publishRole: text('publish_role').notNull(),
  /** Whether the admin UI asks before it publishes. */
  confirm: flag('confirm').notNull(),
  /** The number of the release that is live; 0 before the first. */
  release: integer('release').notNull(),
  /** Grows with everything that SDKs can see. */
  seq: integer('seq').notNull(),
  /** The highest number a release ever had, arrived or not. */
  numbered: integer('numbered').notNull().default(0),
  /** The rest of the policy, where it is other than that of a new environment. */
  rules: json<Rules | null>('rules'),
  createdAt: instant('created_at').notNull(),
});
