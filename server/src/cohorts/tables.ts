import {
  flag,
  index,
  instant,
  integer,
  primaryKey,
  table,
  text,
} from '../platform/database/dialect.ts';

/** Who opted in to what: data about people, not config. Who left stays as a tombstone, so that deltas have no gap. */
export const optIns = table(
  'opt_ins',
  {
    environment: text('environment').notNull(),
    cohort: text('cohort').notNull(),
    userKey: text('user_key').notNull(),
    isMember: flag('is_member').notNull(),
    /** When it became so. */
    at: instant('at').notNull(),
    /** How: `api`, `user`, `invitation`. */
    by: text('by').notNull(),
    /** Grows with every change of a membership in the environment. */
    seq: integer('seq').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.cohort, columns.userKey] }),
    index('opt_ins_seq').on(columns.environment, columns.seq),
    index('opt_ins_user').on(columns.environment, columns.userKey),
  ],
);
