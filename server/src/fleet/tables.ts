import type { Commits, Link } from '../deploy-log/entry.ts';
import {
  flag,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../platform/database/dialect.ts';
import type { Actor } from '../platform/work.ts';

/** Deploys of code, as whoever does them reports them. The deploy log has every event; this is where each stands. */
export const codeDeploys = table(
  'code_deploys',
  {
    environment: text('environment').notNull(),
    /** Whoever deploys makes it up: reports of the same deploy carry the same. */
    id: text('id').notNull(),
    app: text('app').notNull(),
    version: text('version').notNull(),
    /** What ran before. */
    fromVersion: text('from_version'),
    kind: text('kind').$type<'deploy' | 'rollback'>().notNull(),
    status: text('status').$type<'started' | 'finished' | 'failed'>().notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    startEntry: integer('start_entry').notNull(),
    endEntry: integer('end_entry'),
    /** Who reported it. */
    actor: json<Actor>('actor').notNull(),
    /** Who deployed, as reported. */
    by: text('by'),
    /** Empty where none were reported. */
    commits: json<Commits>('commits').notNull(),
    links: json<readonly Link[]>('links').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.id] }),
    index('code_deploys_app').on(columns.environment, columns.app, columns.endEntry),
    index('code_deploys_version').on(columns.environment, columns.app, columns.version),
    index('code_deploys_started').on(columns.environment, columns.startEntry),
  ],
);

/** What is said about an application in an environment, where it is not as usual. */
export const apps = table(
  'apps',
  {
    environment: text('environment').notNull(),
    app: text('app').notNull(),
    /** Its instances report nothing: what the log says is enough. */
    isLogOnly: flag('is_log_only').notNull(),
    /** How many of its instances must run what a change requires, in thousandths of a percent. */
    share: integer('share').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.app] })],
);
