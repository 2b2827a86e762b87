import type { Ride } from '../deploy-log/entry.ts';
import type { CanaryPlan } from '../environments/plan.ts';
import { instant, integer, json, primaryKey, table, text } from '../platform/database/dialect.ts';
import type { Edit } from './edits.ts';

/** Where each release stands in the deploy log, which says everything else about it. */
export const releases = table(
  'releases',
  {
    environment: text('environment').notNull(),
    number: integer('number').notNull(),
    /** The environment's `seq` from this release on. */
    seq: integer('seq').notNull(),
    entry: integer('entry').notNull(),
    checksum: text('checksum').notNull(),
    /** A candidate that was aborted has spent its number and was never live. */
    outcome: text('outcome')
      .$type<'arrived' | 'rolling-out' | 'aborted'>()
      .notNull()
      .default('arrived'),
    /** The entry that says how a candidate ended. */
    settled: integer('settled'),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.number] })],
);

/** The release that is rolling out, one per environment at most. Live is not changed before it arrives. */
export const candidates = table('candidates', {
  environment: text('environment').primaryKey(),
  /** Another one after a kill meanwhile. */
  release: integer('release').notNull(),
  /** The entry in the deploy log that says it began. */
  entry: integer('entry').notNull(),
  /** Fresh for each candidate, kept through kills: who is in, is by chance. */
  salt: text('salt').notNull(),
  by: text('by'),
  plan: json<CanaryPlan>('plan').notNull(),
  /** Counted from 0. */
  stage: integer('stage').notNull(),
  stageSince: instant('stage_since').notNull(),
  startedAt: instant('started_at').notNull(),
  /** On top of what is live. */
  edits: json<readonly Edit[]>('edits').notNull(),
  reason: text('reason'),
  train: json<Ride>('train').notNull(),
});

/** What princess keys see on top of what is live and rolling out, until its group departs or goes back. */
export const princess = table('princess', {
  environment: text('environment').primaryKey(),
  group: integer('group').notNull(),
  edits: json<readonly Edit[]>('edits').notNull(),
});
