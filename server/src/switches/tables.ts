import { instant, integer, json, primaryKey, table, text } from '../platform/database/dialect.ts';

/** What is said about a switch, shared by all environments. Not part of any release. */
export const switches = table('switches', {
  key: text('key').primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  owner: text('owner').notNull(),
  tags: json<readonly string[]>('tags').notNull(),
  kind: text('kind').notNull(),
  expiresAt: instant('expires_at'),
  createdAt: instant('created_at').notNull(),
});

/** Everything that releases change, as it is now. `version` is the number of the release that last did. */
export const rulesetItems = table(
  'ruleset_items',
  {
    environment: text('environment').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    /** Canonical JSON. */
    value: text('value').notNull(),
    version: integer('version').notNull(),
    /** When that went live. */
    changedAt: instant('changed_at'),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.kind, columns.key] })],
);
