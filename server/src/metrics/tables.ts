import type { EventTotals, Measure } from '@switchyard/core';
import {
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/database/dialect.ts';
import type { Arm, Rate } from './counts.ts';
import type { Metric } from './definition.ts';
import type { Runs } from './runs.ts';

/** A release that is or was measured while it rolled out. A kill meanwhile makes it no other one. */
export const trials = table(
  'trials',
  {
    id: id('id'),
    environment: text('environment').notNull(),
    /** The candidate's. */
    salt: text('salt').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    lastReportAt: instant('last_report_at'),
    /** How much SDKs had to forget before they could tell it. */
    dropped: integer('dropped').notNull().default(0),
    /** As they were at the start: what weighs how much must not depend on what was counted. */
    metrics: json<readonly Metric[]>('metrics').notNull(),
    /** What SDKs compare, by event, with frozen thresholds. */
    measures: json<Readonly<Record<string, Measure>>>('measures').notNull(),
    /** How often each metric's event happened before, by its key. */
    baseline: json<Readonly<Record<string, Rate>>>('baseline').notNull(),
    /** `ExposedCounts`, written often. */
    exposed: text('exposed').notNull(),
  },
  (columns) => [
    uniqueIndex('trials_salt').on(columns.environment, columns.salt),
    index('trials_ended').on(columns.endedAt),
  ],
);

/** What was counted of one event in one stage, in both arms. */
export const trialEvents = table(
  'trial_events',
  {
    trial: integer('trial').notNull(),
    stage: integer('stage').notNull(),
    event: text('event').notNull(),
    /** `EventCounts`, written often. */
    counts: text('counts').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.trial, columns.stage, columns.event] })],
);

/** Users by the first time they had an event: arm and stage are as they were then, whoever reports it again. */
export const trialUsers = table(
  'trial_users',
  {
    trial: integer('trial').notNull(),
    event: text('event').notNull(),
    hash: text('hash').notNull(),
    stage: integer('stage').notNull(),
    arm: text('arm').$type<Arm>().notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.trial, columns.event, columns.hash] })],
);

/** Users who were served, and where: a bit for each stage. */
export const trialExposed = table(
  'trial_exposed',
  {
    trial: integer('trial').notNull(),
    hash: text('hash').notNull(),
    canary: integer('canary').notNull(),
    control: integer('control').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.trial, columns.hash] })],
);

/** What splits are compared by, in each environment. */
export const comparisons = table(
  'comparisons',
  {
    id: id('id'),
    environment: text('environment').notNull(),
    /** What users are hashed with. */
    salt: text('salt').notNull(),
    /** The environment's `seq` whose splits these are. */
    seq: integer('seq').notNull(),
    /** By name. */
    runs: json<Runs>('runs').notNull(),
    /** Events that SDKs tell of, with the day each was last heard of. */
    events: json<Readonly<Record<string, number>>>('events').notNull(),
  },
  (columns) => [uniqueIndex('comparisons_environment').on(columns.environment)],
);

/** Users by the variant they were given first in a run. */
export const comparisonUsers = table(
  'comparison_users',
  {
    comparison: integer('comparison').notNull(),
    run: text('run').notNull(),
    hash: text('hash').notNull(),
    variant: text('variant').notNull(),
    /** What happened from then on counts. */
    since: instant('since').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.comparison, columns.run, columns.hash] })],
);

/** Users who had an event, and when last. */
export const comparisonEvents = table(
  'comparison_events',
  {
    comparison: integer('comparison').notNull(),
    event: text('event').notNull(),
    hash: text('hash').notNull(),
    at: instant('at').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.comparison, columns.event, columns.hash] })],
);

/** What happened in a minute, whatever rolls out. */
export const series = table(
  'series',
  {
    environment: text('environment').notNull(),
    event: text('event').notNull(),
    /** Since 1970. */
    minute: integer('minute').notNull(),
    totals: json<EventTotals>('totals').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.event, columns.minute] }),
    index('series_minute').on(columns.minute),
  ],
);

/** What happened in an hour: minutes that have become old are added up to these. */
export const seriesHours = table(
  'series_hours',
  {
    environment: text('environment').notNull(),
    event: text('event').notNull(),
    /** Since 1970. */
    hour: integer('hour').notNull(),
    totals: json<EventTotals>('totals').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.event, columns.hour] }),
    index('series_hours_hour').on(columns.hour),
  ],
);

/** The last metrics of each running SDK: a message that is repeated is counted once. */
export const reporters = table(
  'reporters',
  {
    environment: text('environment').notNull(),
    instance: text('instance').notNull(),
    sequence: integer('sequence').notNull(),
    reportedAt: instant('reported_at').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.instance] }),
    index('reporters_reported_at').on(columns.reportedAt),
  ],
);
