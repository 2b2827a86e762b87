import type { HttpBindings } from '@hono/node-server';
import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Client } from './client.ts';
import type { Priority } from './database/database.ts';
import { Problem } from './problem.ts';
import { type Grants, isAtLeast, type Role, roleIn } from './roles.ts';
import { isStorable } from './storable.ts';
import type { Actor, Reading, Work } from './work.ts';

/** Who made a request, and what they may. */
export interface Principal {
  readonly actor: Actor;
  /** For whom a token acts: what needs two people takes more than one person and their token. */
  readonly personId?: string | undefined;
  readonly grants: Grants;
}

/** The SDK key a request came with. */
export interface SdkPrincipal {
  readonly keyId: string;
  readonly environment: string;
  readonly kind: 'server' | 'browser';
  /** `princess` sees the candidate before anybody else. */
  readonly channel: 'live' | 'princess';
}

export interface Env {
  Bindings: HttpBindings;
  Variables: {
    client: Client;
    /** Who made the request; nobody on public routes without credentials. */
    principal: Principal | undefined;
    sdk: SdkPrincipal | undefined;
    /** Runs a unit of work on behalf of whoever made the request. */
    work: <T>(run: (work: Work) => Promise<T>, priority?: Priority) => Promise<T>;
    read: <T>(run: (reading: Reading) => Promise<T>) => Promise<T>;
  };
}

/**
 * Who may call a route: a role in the environment of its path, in any environment, or on the whole server;
 * anybody signed in; anybody at all; or the holder of an SDK key, perhaps only with a token that proves a user.
 */
export type Permission =
  | Role
  | `${Role} anywhere`
  | `${Role} everywhere`
  | 'signed-in'
  | 'public'
  | 'sdk'
  | 'sdk server'
  | 'sdk user';

/**
 * Declares a route: address, permission, schemas. The OpenAPI document, validation and the permission
 * check all follow from it.
 */
export const route = <P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>({
  permission,
  ...config
}: R & { permission: Permission }) =>
  createRoute({
    ...config,
    'x-permission': permission,
    middleware: [permit(permission)],
    responses: {
      ...config.responses,
      default: { description: 'Refused, in words', content: problemContent },
    },
  } as unknown as R & { middleware: MiddlewareHandler<Env>[] });

/** A router whose refusals are all alike. */
export const router = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) {
        const problems = result.error.issues.map(({ path, message }) => ({ path, message }));
        const words = problems.map(({ path, message }) => [...path, message].join(': '));
        throw new Problem('invalid', words.join('; '), { problems });
      }
    },
  });

export const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema: schema.refine(isStorable, unstorable) } },
});

const unstorable =
  'Texts must be whole characters without zero bytes, nested in at most 100 levels of lists and objects';

export const answer = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const problemContent = {
  'application/problem+json': {
    schema: z
      .object({
        type: z.string(),
        title: z.string(),
        status: z.number(),
        code: z.string(),
        detail: z.string(),
      })
      .openapi('Problem'),
  },
};

export function principalOf(c: Context<Env>): Principal {
  const { principal } = c.var;
  if (principal === undefined)
    throw new Problem('unauthenticated', 'Sign in, or send an API token');
  return principal;
}

export function sdkOf(c: Context<Env>): SdkPrincipal {
  const { sdk } = c.var;
  if (sdk === undefined)
    throw new Problem('unauthenticated', 'Send an SDK key that is not revoked');
  return sdk;
}

function permit(permission: Permission): MiddlewareHandler<Env> {
  return async (c, next) => {
    refuseUnlessPermitted(permission, c);
    await next();
  };
}

function refuseUnlessPermitted(permission: Permission, c: Context<Env>): void {
  if (permission === 'public') return;
  if (permission === 'sdk user' && c.req.header('switchyard-user') === undefined) {
    sdkOf(c);
    throw new Problem(
      'invalid-token',
      'A user has to be proven: send a token that the application made as “Switchyard-User”',
      { reason: 'missing' },
    );
  }
  if (permission === 'sdk' || permission === 'sdk server' || permission === 'sdk user') {
    if (permission === 'sdk server' && sdkOf(c).kind !== 'server') {
      throw new Problem('forbidden', 'This needs a server key; this one is a browser key');
    }
    sdkOf(c);
    return;
  }
  const { grants } = principalOf(c);
  if (permission === 'signed-in') return;
  const [role, scope = 'here'] = permission.split(' ') as [Role, string?];
  const environment = c.req.param('environment') ?? '';
  const held = {
    everywhere: () => isAtLeast(grants['*'], role),
    anywhere: () => Object.values(grants).some((each) => isAtLeast(each, role)),
    here: () => environment !== '' && isAtLeast(roleIn(grants, environment), role),
  }[scope];
  if (!held?.()) {
    const where = { everywhere: 'on all environments', anywhere: 'in an environment' }[scope];
    throw lacking(role, where ?? `in ${environment}`);
  }
}

/** For requests that name an environment elsewhere than in their path; undefined is the whole server. */
export function needs(c: Context<Env>, role: Role, environment: string | undefined): void {
  const { grants } = principalOf(c);
  if (!isAtLeast(roleIn(grants, environment ?? '*'), role)) {
    throw lacking(role, environment === undefined ? 'on all environments' : `in ${environment}`);
  }
}

const lacking = (role: Role, where: string) =>
  new Problem('forbidden', `This needs the role ${role} ${where}`);

/**
 * Throws if a route has no declared permission: such a server does not start.
 * `others` are the method-and-path pairs that serve files and fixed answers.
 */
export function refuseUndeclared(app: OpenAPIHono<Env>, others: readonly string[]): void {
  const declared = new Set(
    app.openAPIRegistry.definitions.flatMap((each) =>
      each.type === 'route' && 'x-permission' in each.route
        ? [`${each.route.method.toUpperCase()} ${each.route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`]
        : [],
    ),
  );
  for (const { method, path } of app.routes) {
    const name = `${method} ${path}`;
    if (method !== 'ALL' && !declared.has(name) && !others.includes(name)) {
      throw new Error(`The route ${name} declares no permission`);
    }
  }
}
