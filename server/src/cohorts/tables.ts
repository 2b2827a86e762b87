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

/** How far the memberships of an environment have come. */
export const optInSequences = table('opt_in_sequences', {
  environment: text('environment').primaryKey(),
  seq: integer('seq').notNull(),
  /** Of those who left up to here, nothing is left: an SDK that is further behind starts over. */
  floor: integer('floor').notNull(),
});

/** How many are in a cohort. To count a million whenever somebody joins would hold up everybody. */
export const cohortSizes = table(
  'cohort_sizes',
  {
    environment: text('environment').notNull(),
    cohort: text('cohort').notNull(),
    members: integer('members').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.cohort] })],
);
