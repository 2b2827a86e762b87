import type { Item, Link } from '../deploy-log/entry.ts';
import {
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
} from '../platform/database/dialect.ts';
import type { Actor } from '../platform/work.ts';
import type { Edit } from '../releases/edits.ts';

/** Code that a change needs: at least this version of the application. */
export interface Requirement {
  readonly app: string;
  readonly version: string;
}

export const statuses = [
  'open',
  'aboard',
  'rolling-out',
  'arrived',
  'rolled-back',
  'withdrawn',
] as const;
export type Status = (typeof statuses)[number];

/** Proposed edits to one environment. */
export const changes = table(
  'changes',
  {
    environment: text('environment').notNull(),
    /** Counted per environment; as text, the train's name for it. */
    number: integer('number').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    links: json<readonly Link[]>('links').notNull(),
    author: json<Actor>('author').notNull(),
    authorId: text('author_id').notNull(),
    status: text('status').$type<Status>().notNull(),
    edits: json<readonly Edit[]>('edits').notNull(),
    /** What the author saw of each thing, by `idOf`. */
    base: json<Readonly<Record<string, Item | null>>>('base').notNull(),
    baseRelease: integer('base_release').notNull(),
    requires: json<readonly Requirement[]>('requires').notNull(),
    /** What approvals are bound to. */
    contentHash: text('content_hash').notNull(),
    /** Grows with every edit of the change. */
    version: integer('version').notNull(),
    /** The release it rides in, or arrived with. */
    release: integer('release'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (columns) => [
    primaryKey({ columns: [columns.environment, columns.number] }),
    index('changes_status').on(columns.environment, columns.status, columns.number),
    index('changes_release').on(columns.environment, columns.release),
  ],
);

export const approvals = table(
  'approvals',
  {
    environment: text('environment').notNull(),
    number: integer('number').notNull(),
    actorId: text('actor_id').notNull(),
    actor: json<Actor>('actor').notNull(),
    /** Void as soon as the change has another. */
    contentHash: text('content_hash').notNull(),
    at: instant('at').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.number, columns.actorId] })],
);
