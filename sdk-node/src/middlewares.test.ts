import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { MetricsMessage } from '@switchyard/core';
import express from 'express';
import fastify, { type FastifyRequest } from 'fastify';
import { type Context, Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Anonymity } from './anonymous.ts';
import type { Client } from './client.ts';
import type { Counting } from './counting.ts';
import * as forExpress from './express.ts';
import * as forFastify from './fastify.ts';
import * as forHono from './hono.ts';
import { definition, type FakeServer } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';

const switches = {
  awesome: definition({
    state: 'conditional',
    rules: [
      { id: 'r1', conditions: [{ type: 'user-in', users: ['alice', 'anon-1'] }], serve: 'on' },
    ],
  }),
};

/** An application with the same pages, made with each of the frameworks; tells where it listens. */
interface Framework {
  readonly userOf: (request: never) => string | undefined;
  /** `/`: what is asked before and after a pause. `/page` and `/moved`: guarded. `/bare`: guarded, no flags. `/fails`. */
  start(
    flags: Client,
    pause: () => Promise<void>,
    counting?: Counting & Anonymity,
  ): Promise<number>;
}

const fail = () => {
  throw new Error('as it should');
};

const listening = async (server: Server) => {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  if (!server.listening) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const frameworks: Record<string, Framework> = {
  Express: {
    userOf: (request: express.Request) => request.get('x-user'),
    start(flags, pause, counting) {
      const app = express();
      app.get('/bare', forExpress.requireSwitch('awesome', { else: 404 }), (_request, response) => {
        response.send('never');
      });
      app.use(forExpress.switchyard(flags, counting));
      app.get('/', async (request, response) => {
        const before = request.flags.isActive('awesome');
        await pause();
        response.json([
          before,
          request.flags.isActive('awesome'),
          flags.isActive('awesome', request),
        ]);
      });
      app.get('/fails', fail);
      app.use((_error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
        response.status(500).send('an error');
      });
      const page = express.Router().get('/', (_request, response) => {
        response.send('page');
      });
      app.use('/page', forExpress.requireSwitch('awesome', { else: 404 }), page);
      app.use('/moved', forExpress.requireSwitch('awesome', { else: '/elsewhere' }), page);
      return listening(app.listen(0, '127.0.0.1'));
    },
  },
  Fastify: {
    userOf: (request: FastifyRequest) => request.headers['x-user'] as string | undefined,
    async start(flags, pause, counting) {
      const app = fastify();
      const bare = fastify();
      await app.register(forFastify.switchyard, { client: flags, ...counting });
      app.get('/', async (request) => {
        const before = request.flags.isActive('awesome');
        await pause();
        return [before, request.flags.isActive('awesome'), flags.isActive('awesome', request)];
      });
      const guarded = (otherwise: 404 | string) => ({
        preHandler: forFastify.requireSwitch('awesome', { else: otherwise }),
      });
      app.get('/page', guarded(404), async () => 'page');
      app.get('/moved', guarded('/elsewhere'), async () => 'page');
      app.get('/fails', fail);
      bare.get('/bare', guarded(404), async () => 'never');
      app.get('/bare', async (_request, reply) => {
        const { statusCode } = await bare.inject('/bare');
        return reply.code(statusCode).send();
      });
      await app.listen({ port: 0, host: '127.0.0.1' });
      return listening(app.server);
    },
  },
  Hono: {
    userOf: (c: Context) => c.req.header('x-user'),
    start(flags, pause, counting) {
      const app = new Hono();
      app.get('/bare', forHono.requireSwitch('awesome', { else: 404 }), (c) => c.text('never'));
      app.use(forHono.switchyard(flags, counting));
      app.get('/', async (c) => {
        const before = c.var.flags.isActive('awesome');
        await pause();
        return c.json([before, c.get('flags').isActive('awesome'), flags.isActive('awesome', c)]);
      });
      const guarded = (otherwise: 404 | string) =>
        forHono.requireSwitch('awesome', { else: otherwise });
      app.get('/page', guarded(404), (c) => c.text('page'));
      app.get('/moved', guarded('/elsewhere'), (c) => c.text('page'));
      app.get('/fails', fail);
      app.onError((_error, c) => c.text('an error', 500));
      return listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server);
    },
  },
};

async function started(
  framework: Framework,
  pause?: (server: FakeServer, flags: Client) => Promise<void>,
  counting?: Counting & Anonymity,
) {
  const server = await startServer(switches);
  const { flags } = startClient(server, {
    identify(request) {
      const targetingKey = framework.userOf(request as never);
      return { targetingKey, internal: targetingKey === 'staff' };
    },
  });
  await flags.ready();
  let tracked = 0;
  const forRequest: Client['forRequest'] = (request, visitor) => {
    const view = flags.forRequest(request, visitor);
    const track = (...given: Parameters<typeof view.track>) => {
      tracked++;
      view.track(...given);
    };
    return { ...view, track };
  };
  const port = await framework.start(
    { ...flags, forRequest },
    async () => pause?.(server, flags),
    counting,
  );
  const get = (path: string, user?: string, cookie?: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      headers: { ...(user !== undefined && { 'x-user': user }), ...(cookie && { cookie }) },
    });
  /** Closes the client when it has counted so many events, and tells which: answers arrive before they are. */
  const counted = async (count: number) => {
    await until(() => expect(tracked).toBe(count));
    await flags.close();
    const { metrics } = server.reports.at(-1) as { metrics?: MetricsMessage };
    return metrics?.minutes.map(({ events }) => events) ?? [];
  };
  const overrideCookie = async (switches: Record<string, string>) => {
    await until(() => expect(server.streams).toHaveLength(1));
    server.tell('secrets', { secrets: [{ id: 's1', secret: 'very-secret' }] });
    await until(() => expect(() => flags.overrideCookie(switches)).not.toThrow());
    return flags.overrideCookie(switches).split(';')[0];
  };
  return Object.assign(get, { counted, overrideCookie });
}

describe.each(Object.entries(frameworks))('the middleware for %s', (_, framework) => {
  test('gives each request its flags', async () => {
    const get = await started(framework);
    expect(await (await get('/', 'alice')).json()).toEqual([true, true, true]);
    expect(await (await get('/', 'bob')).json()).toEqual([false, false, false]);
    expect(await (await get('/')).json()).toEqual([false, false, false]);
  });

  test('keeps them as they were to the end of the request', async () => {
    const get = await started(framework, async (server, flags) => {
      server.publish({ awesome: { state: 'off' } });
      await until(() => expect(flags.isActive('awesome', { targetingKey: 'alice' })).toBe(false));
    });
    expect(await (await get('/', 'alice')).json()).toEqual([true, true, true]);
    expect(await (await get('/', 'alice')).json()).toEqual([false, false, false]);
  });

  test('guards a page: it is not there', async () => {
    const get = await started(framework);
    const [alices, bobs] = [await get('/page', 'alice'), await get('/page', 'bob')];
    expect([alices.status, await alices.text()]).toEqual([200, 'page']);
    expect([bobs.status, bobs.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await bobs.text()).not.toBe('page');
  });

  test('guards a page: it is elsewhere', async () => {
    const get = await started(framework);
    expect((await get('/moved', 'alice')).status).toBe(200);
    const { status, headers } = await get('/moved', 'bob');
    expect([status, headers.get('location')]).toEqual([302, '/elsewhere']);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('counts requests, those that fail, and milliseconds', async () => {
    const get = await started(framework);
    for (const path of ['/', '/page', '/nowhere', '/fails']) {
      await (await get(path, 'alice')).text();
    }
    const [events = {}, ...others] = await get.counted(5);
    const { request, 'request.error': error, ...unexpected } = events;
    expect([others, unexpected]).toEqual([[], {}]);
    expect(request?.totals.none?.[0]).toBe(4);
    expect(request?.totals.none?.[1]).toBeGreaterThan(0);
    expect(Object.values(request?.histogram ?? {}).reduce((sum, each) => sum + each)).toBe(4);
    expect(error?.totals).toEqual({ none: [1, 0] });
  });

  test('counts nothing where that is turned off', async () => {
    const get = await started(framework, undefined, { count: false });
    await (await get('/', 'alice')).text();
    await (await get('/fails', 'alice')).text();
    expect(await get.counted(0)).toEqual([]);
  });

  test('tells visitors apart who are not signed in', async () => {
    const get = await started(framework);
    const cookie = 'theme=dark; sy_anon=anon-1';
    expect(await (await get('/', undefined, cookie)).json()).toEqual([true, true, true]);
    expect(await (await get('/', 'bob', cookie)).json()).toEqual([false, false, false]);
    // Whoever says in a cookie that they are a user is nobody.
    expect(await (await get('/', undefined, 'sy_anon=alice')).json()).toEqual([
      false,
      false,
      false,
    ]);
    expect((await get('/')).headers.get('set-cookie')).toBeNull();
  });

  test('gives them an id where that is asked for', async () => {
    const get = await started(framework, undefined, { anonymous: true });
    const { headers } = await get('/');
    expect(headers.get('set-cookie')).toMatch(
      /^sy_anon=anon-[0-9a-f-]{36}; Path=\/; Max-Age=31536000; SameSite=Lax$/,
    );
    expect((await get('/', undefined, 'sy_anon=anon-1')).headers.get('set-cookie')).toBeNull();
  });

  test('reads what an address or a cookie forces', async () => {
    const get = await started(framework);
    const answer = async (...asked: Parameters<typeof get>) => (await get(...asked)).json();
    const forced = '/?switches=awesome=on';
    expect(await answer(forced, 'staff')).toEqual([true, true, true]);
    expect(await answer(forced, 'bob')).toEqual([false, false, false]);
    const cookie = await get.overrideCookie({ awesome: 'on' });
    expect(await answer('/', 'bob', cookie)).toEqual([true, true, true]);
    expect(await answer('/', 'bob', `${cookie}x`)).toEqual([false, false, false]);
    expect((await get('/page?switches=awesome=on', 'staff')).status).toBe(200);
  });

  test('that is missing lets nobody pass the guard', async () => {
    const get = await started(framework);
    expect((await get('/bare', 'alice')).status).toBe(500);
  });
});
