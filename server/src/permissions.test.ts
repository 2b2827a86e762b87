import { expect, test } from 'vitest';
import { type Permission, refuseUndeclared, router } from './platform/http.ts';
import { type Grants, isAtLeast, type Role, roleIn, roles } from './platform/roles.ts';
import * as sdkKeys from './sdk-keys/service.ts';
import { listening } from './testing/listening.ts';
import { type TestApp, testApp } from './testing/test-app.ts';

/** Everybody who may come along: nobody, each role here, elsewhere and everywhere, and both kinds of SDK key. */
type Caller =
  | { readonly name: string; readonly grants: Grants | undefined }
  | { readonly name: string; readonly sdk: sdkKeys.Kind };

const callers: readonly Caller[] = [
  { name: 'nobody', grants: undefined },
  { name: 'somebody without roles', grants: {} },
  ...roles.flatMap((role) => [
    { name: `${role} in production`, grants: { production: role } },
    { name: `${role} in staging`, grants: { staging: role } },
    { name: `${role} everywhere`, grants: { '*': role } },
  ]),
  { name: 'a server key', sdk: 'server' },
  { name: 'a browser key', sdk: 'browser' },
];

/** What the permission of a route must mean, said once more and independently. Nobody here brings a user token. */
function mayCall(path: string, permission: Permission, caller: Caller): boolean {
  if ('sdk' in caller && path.startsWith('/api/')) return false;
  if (permission === 'public') return true;
  if ('sdk' in caller) {
    return permission === 'sdk' || (permission === 'sdk server' && caller.sdk === 'server');
  }
  const { grants } = caller;
  if (grants === undefined || permission.startsWith('sdk')) return false;
  if (permission === 'signed-in') return true;
  const [role, scope] = permission.split(' ') as [Role, string | undefined];
  if (scope === 'everywhere') return isAtLeast(grants['*'], role);
  if (scope === 'anywhere') return Object.values(grants).some((each) => isAtLeast(each, role));
  return isAtLeast(roleIn(grants, 'production'), role);
}

test('every route lets in whom it says, and nobody else', async () => {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  for (const key of ['production', 'staging']) await admin.post('/api/environments', { key });
  const url = await listening(app);
  const everybody = await Promise.all(
    callers.map(async (caller) => ({ caller, secret: await secretOf(app, caller) })),
  );
  const routes = routesOf(app);
  expect(routes.length).toBeGreaterThan(30);

  const wrong: string[] = [];
  for (const { method, path, permission } of routes) {
    for (const { caller, secret } of everybody) {
      const { status, detail } = await ask(method, url + pathTo(path), secret);
      const isRefused = status === 401 || (status === 403 && detail.startsWith('This needs'));
      if (isRefused === mayCall(path, permission, caller)) {
        wrong.push(`${method} ${path} (${permission}) answered ${status} to ${caller.name}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('a route without a declared permission does not start', () => {
  const app = router();
  app.get('/api/forgotten', (c) => c.text('everything'));

  expect(() => refuseUndeclared(app, [])).toThrow(
    'The route GET /api/forgotten declares no permission',
  );
  expect(() => refuseUndeclared(app, ['GET /api/forgotten'])).not.toThrow();
});

test('a route that was added past the declarations is found in the whole server', async () => {
  const app = await testApp();
  app.app.post('/api/back-door', (c) => c.text('welcome'));
  expect(() => refuseUndeclared(app.app, ['GET /*'])).toThrow('POST /api/back-door');
});

function routesOf({ app }: TestApp) {
  return app.openAPIRegistry.definitions.flatMap((each) =>
    each.type === 'route'
      ? [
          {
            method: each.route.method.toUpperCase(),
            path: each.route.path,
            permission: (each.route as unknown as { 'x-permission': Permission })['x-permission'],
          },
        ]
      : [],
  );
}

const pathTo = (path: string) =>
  path.replace('{environment}', 'production').replaceAll(/\{\w+\}/g, '999999');

/** With a body that no route takes: most of those who are let in get no further than that. */
async function ask(method: string, url: string, secret: string | undefined) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && { body: '[]' }),
  });
  const { status } = response;
  if (status < 400) {
    // A stream would go on for ever.
    await response.body?.cancel();
    return { status, detail: '' };
  }
  return { status, detail: ((await response.json()) as { detail: string }).detail };
}

async function secretOf(app: TestApp, caller: Caller): Promise<string | undefined> {
  if (!('sdk' in caller)) return caller.grants && app.tokenFor(caller.grants);
  const { secret } = await app.work((work) =>
    sdkKeys.create(work, 'production', { name: 'test', kind: caller.sdk }),
  );
  return secret;
}
