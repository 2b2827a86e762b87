import {
  flag,
  index,
  instant,
  json,
  table,
  text,
  uniqueIndex,
} from '../platform/database/dialect.ts';
import type { Grants } from '../platform/roles.ts';

export const people = table(
  'people',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** In lower case. The administrator made by the setup link has none at first. */
    email: text('email'),
    roles: json<Grants>('roles').notNull(),
    passwordHash: text('password_hash'),
    isDisabled: flag('is_disabled').notNull(),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at'),
  },
  (columns) => [uniqueIndex('people_email').on(columns.email)],
);

/** One-time links. One without a person makes the first administrator. Used ones are gone. */
export const signInLinks = table('sign_in_links', {
  hash: text('hash').primaryKey(),
  personId: text('person_id'),
  expiresAt: instant('expires_at').notNull(),
});

export const sessions = table(
  'sessions',
  {
    hash: text('hash').primaryKey(),
    personId: text('person_id').notNull(),
    startedBy: text('started_by').$type<'password' | 'link'>().notNull(),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (columns) => [index('sessions_person').on(columns.personId)],
);

export const apiTokens = table(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    name: text('name').notNull(),
    roles: json<Grants>('roles').notNull(),
    /** The person whose roles limit it; none if it was made on the server's own machine. */
    personId: text('person_id'),
    /** The token it was made with, and is revoked with. */
    parentId: text('parent_id'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (columns) => [uniqueIndex('api_tokens_hash').on(columns.hash)],
);
