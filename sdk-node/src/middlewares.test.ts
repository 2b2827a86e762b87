import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify, { type FastifyRequest } from 'fastify';
import { type Context, Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from './client.ts';
import * as forExpress from './express.ts';
import * as forFastify from './fastify.ts';
import * as forHono from './hono.ts';
import { definition, type FakeServer } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';

const switches = {
  awesome: definition({
    state: 'conditional',
    rules: [{ id: 'r1', conditions: [{ type: 'user-in', users: ['alice'] }], serve: 'on' }],
  }),
};

/** An application with the same pages, made with each of the frameworks; tells where it listens. */
interface Framework {
  readonly userOf: (request: never) => string | undefined;
  /** `/`: what is asked before and after a pause. `/page` and `/moved`: guarded. `/bare`: guarded, no flags. */
  start(flags: Client, pause: () => Promise<void>): Promise<number>;
}

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
    start(flags, pause) {
      const app = express();
      app.get('/bare', forExpress.requireSwitch('awesome', { else: 404 }), (_request, response) => {
        response.send('never');
      });
      app.use(forExpress.switchyard(flags));
      app.get('/', async (request, response) => {
        const before = request.flags.isActive('awesome');
        await pause();
        response.json([
          before,
          request.flags.isActive('awesome'),
          flags.isActive('awesome', request),
        ]);
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
    async start(flags, pause) {
      const app = fastify();
      const bare = fastify();
      await app.register(forFastify.switchyard, { client: flags });
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
    start(flags, pause) {
      const app = new Hono();
      app.get('/bare', forHono.requireSwitch('awesome', { else: 404 }), (c) => c.text('never'));
      app.use(forHono.switchyard(flags));
      app.get('/', async (c) => {
        const before = c.var.flags.isActive('awesome');
        await pause();
        return c.json([before, c.get('flags').isActive('awesome'), flags.isActive('awesome', c)]);
      });
      const guarded = (otherwise: 404 | string) =>
        forHono.requireSwitch('awesome', { else: otherwise });
      app.get('/page', guarded(404), (c) => c.text('page'));
      app.get('/moved', guarded('/elsewhere'), (c) => c.text('page'));
      app.onError((_error, c) => c.text('an error', 500));
      return listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server);
    },
  },
};

async function started(
  framework: Framework,
  pause?: (server: FakeServer, flags: Client) => Promise<void>,
) {
  const server = await startServer(switches);
  const { flags } = startClient(server, {
    identify: (request) => ({ targetingKey: framework.userOf(request as never) }),
  });
  await flags.ready();
  const port = await framework.start(flags, async () => pause?.(server, flags));
  return (path: string, user?: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      headers: user === undefined ? {} : { 'x-user': user },
    });
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

  test('that is missing lets nobody pass the guard', async () => {
    const get = await started(framework);
    expect((await get('/bare', 'alice')).status).toBe(500);
  });
});
