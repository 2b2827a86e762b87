import { z } from '@hono/zod-openapi';
import { type Grants, roles } from '../platform/roles.ts';
import { LEAST_LENGTH } from './passwords.ts';
import type { Person } from './people.ts';
import type { Token } from './tokens.ts';

const Instant = z.string().openapi({ format: 'date-time' });
const Id = z.string();
export const Name = z.string().trim().min(1, 'must not be empty').max(100);
export const Email = z.string().trim().max(254).pipe(z.email('must be an e-mail address'));
export const Password = z
  .string()
  .min(LEAST_LENGTH, `must have at least ${LEAST_LENGTH} characters`)
  .max(1000);

export const Roles = z
  .record(z.string(), z.enum(roles))
  .openapi('Roles', { description: 'A role by environment key; `*` is all of them' });

export const ById = z.object({ id: Id });

export const SessionAnswer = z
  .object({
    person: z
      .object({ id: Id, name: z.string(), email: z.string(), hasPassword: z.boolean() })
      .nullable(),
    token: z.object({ id: Id, name: z.string() }).nullable(),
    roles: Roles,
  })
  .openapi('Session');

export const PersonAnswer = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string().openapi({ description: 'Empty for one who has not given any' }),
    roles: Roles,
    hasPassword: z.boolean(),
    isDisabled: z.boolean(),
    createdAt: Instant,
    lastSeenAt: Instant.optional(),
  })
  .openapi('Person');

export const LinkAnswer = z
  .object({ url: z.string(), expiresAt: Instant })
  .openapi('SignInLink', { description: 'Works once. Shown once' });

export const TokenAnswer = z
  .object({
    id: Id,
    name: z.string(),
    roles: Roles,
    createdAt: Instant,
    createdBy: z.string(),
    expiresAt: Instant.optional(),
    lastUsedAt: Instant.optional(),
    revokedAt: Instant.optional(),
  })
  .openapi('Token');

export const sessionOf = (
  person: Person | null,
  token: { id: string; name: string } | null,
  grants: Grants,
): z.infer<typeof SessionAnswer> => ({
  person: person && {
    id: person.id,
    name: person.name,
    email: person.email ?? '',
    hasPassword: person.passwordHash !== null,
  },
  token,
  roles: grants,
});

export const personOf = (person: Person): z.infer<typeof PersonAnswer> => ({
  id: person.id,
  name: person.name,
  email: person.email ?? '',
  roles: person.roles,
  hasPassword: person.passwordHash !== null,
  isDisabled: person.isDisabled,
  createdAt: person.createdAt.toISOString(),
  ...instant('lastSeenAt', person.lastSeenAt),
});

export const tokenOf = (token: Token): z.infer<typeof TokenAnswer> => ({
  id: token.id,
  name: token.name,
  roles: token.roles,
  createdAt: token.createdAt.toISOString(),
  createdBy: token.createdBy,
  ...instant('expiresAt', token.expiresAt),
  ...instant('lastUsedAt', token.lastUsedAt),
  ...instant('revokedAt', token.revokedAt),
});

const instant = <N extends string>(name: N, at: Date | null) =>
  (at === null ? {} : { [name]: at.toISOString() }) as { [K in N]?: string };
