import {
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../platform/database/dialect.ts';

/** The last report of each running SDK: one that is repeated is counted once. */
export const instances = table(
  'instances',
  {
    environment: text('environment').notNull(),
    instance: text('instance').notNull(),
    sequence: integer('sequence').notNull(),
    app: text('app'),
    version: text('version'),
    position: text('position'),
    channel: text('channel').$type<'live' | 'princess'>().notNull().default('live'),
    reportedAt: instant('reported_at').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.instance] }),
    index('instances_reported_at').on(columns.reportedAt),
  ],
);

/** When an application last asked for a switch. */
export const asked = table(
  'asked',
  {
    environment: text('environment').notNull(),
    key: text('key').notNull(),
    lastAskedAt: instant('last_asked_at').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.key] })],
);

/** On which days, since 1970, anything was reported: silence does not mean that nobody asks. */
export const reportDays = table(
  'report_days',
  {
    environment: text('environment').notNull(),
    day: integer('day').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.day] })],
);

/** A process with an SDK, as it names itself. */
export interface Asker {
  readonly instance: string;
  readonly app: string | null;
}

/** Keys that applications ask for and nobody has defined. */
export const unknownAsked = table(
  'unknown_asked',
  {
    environment: text('environment').notNull(),
    key: text('key').notNull(),
    count: integer('count').notNull(),
    lastAskedAt: instant('last_asked_at').notNull(),
    /** Who asked last, the latest first. */
    askers: json<readonly Asker[]>('askers'),
    /** Since when nobody wants to be told of it. */
    ignoredAt: instant('ignored_at'),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.key] }),
    index('unknown_asked_last').on(columns.environment, columns.lastAskedAt),
  ],
);
