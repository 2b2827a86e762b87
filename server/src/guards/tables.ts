import { flag, id, index, instant, integer, table, text } from '../platform/database/dialect.ts';

/** What was thought of a release while it rolled out, ever more seldom, and whenever it changed. */
export const guardVerdicts = table(
  'guard_verdicts',
  {
    id: id('id'),
    environment: text('environment').notNull(),
    release: integer('release').notNull(),
    /** The candidate's: a kill makes it another release, judged by the same evidence. */
    salt: text('salt').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    words: text('words').notNull(),
    /** What was seen, as JSON: canonical JSON has no infinite numbers. Of all but the last only a point of the curve. */
    verdict: text('verdict').notNull(),
    isLast: flag('is_last').notNull().default(true),
  },
  (columns) => [
    index('guard_verdicts_release').on(columns.environment, columns.release),
    index('guard_verdicts_salt').on(columns.environment, columns.salt, columns.at),
    index('guard_verdicts_old').on(columns.isLast, columns.at),
  ],
);
