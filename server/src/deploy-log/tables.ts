import { index, instant, integer, table, text, uniqueIndex } from '../platform/database/dialect.ts';

/**
 * Append-only: triggers refuse update and delete. `entry` is the whole entry as canonical JSON and what the
 * chain is made of; the other columns repeat parts of it for searching.
 */
export const deployLog = table(
  'deploy_log',
  {
    seq: integer('seq').primaryKey(),
    at: instant('at').notNull(),
    kind: text('kind').notNull(),
    environment: text('environment'),
    app: text('app'),
    actorId: text('actor_id').notNull(),
    release: integer('release'),
    reverts: integer('reverts'),
    /** The entry whose outcome this one is. */
    settles: integer('settles'),
    text: text('text').notNull(),
    entry: text('entry').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (columns) => [
    index('deploy_log_release').on(columns.environment, columns.release),
    index('deploy_log_reverts').on(columns.environment, columns.reverts),
    index('deploy_log_kind').on(columns.kind, columns.seq),
    index('deploy_log_settles').on(columns.settles),
    index('deploy_log_app').on(columns.app, columns.seq),
    index('deploy_log_actor').on(columns.actorId, columns.seq),
    index('deploy_log_at').on(columns.at),
    index('deploy_log_environment').on(columns.environment, columns.seq),
  ],
);

/** The personal values that entries only refer to. A row that is gone is erased for good. */
export const logReferences = table(
  'log_references',
  {
    ref: text('ref').primaryKey(),
    /** SHA-256 of the value, which may be too long for an index. */
    digest: text('digest').notNull(),
    value: text('value').notNull(),
  },
  (columns) => [uniqueIndex('log_references_digest').on(columns.digest)],
);
