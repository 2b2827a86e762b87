import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@switchyard/sdk-node';
import { expect, onTestFinished, test } from 'vitest';
import { createServer } from './testing/server.ts';
import { freePort } from './testing/yard.ts';

const rule = {
  id: 'half',
  conditions: [],
  serve: {
    split: [
      { variant: 'a', weight: 50_000 },
      { variant: 'b', weight: 50_000 },
    ],
  },
};
const variants = [
  { key: 'a', value: 'a' },
  { key: 'b', value: 'b' },
];

/** A server with a switch that is split, and somebody who may do everything. */
async function splitServer() {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-experiment-'));
  const server = createServer(await freePort(), {
    SWITCHYARD_DATABASE: join(folder, 'switchyard.db'),
    SWITCHYARD_LOG: 'off',
    DATABASE_URL: undefined,
  });
  await server.start();
  onTestFinished(async () => {
    await server.kill();
    await rm(folder, { recursive: true });
  });
  const host = async (...args: string[]) => (await server.command(...args)).trim();
  await host('environment', 'create', 'production', '--database');
  const token = await host('token', 'create', 'Test', '--role', 'admin', '--database');
  const key = await host('key', 'create', 'App', '--environment', 'production', '--database');
  const api = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}/api/environments/production/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return response.json();
  };
  const set = { state: 'conditional', rules: [rule], variants };
  await api('POST', 'releases', { edits: [{ kind: 'switch', key: 'checkout', set }] });
  return {
    url: server.url,
    key,
    experiment: () => api('GET', 'switches/checkout/experiment?event=bought'),
  };
}

/** A `fetch` that tells when the answer to a report has been read. */
const tellingReports =
  (answers: EventEmitter): typeof fetch =>
  async (address, init) => {
    const response = await fetch(address, init);
    if (!String(address).endsWith('/sdk/reports')) return response;
    const flush = () => void setImmediate(() => answers.emit('read'));
    return new Response(response.body?.pipeThrough(new TransformStream({ flush })), response);
  };

test('what an application gives its users, and what they do then, is compared', async () => {
  const { url, key, experiment } = await splitServer();
  const users = Array.from({ length: 300 }, (_, at) => ({ targetingKey: `user-${at}` }));
  const app = async (visit: (flags: ReturnType<typeof createClient>) => void) => {
    const answers = new EventEmitter();
    const told = once(answers, 'read');
    const flags = createClient({ url, key, directory: false, fetch: tellingReports(answers) });
    await flags.ready();
    visit(flags);
    await told;
    visit(flags);
    await flags.close();
  };
  // The first process is told by what to compare as soon as it has reported that there is something.
  await app((flags) => flags.track('bought', { targetingKey: 'somebody' }));
  await app((flags) => {
    for (const [at, user] of users.entries()) {
      const isB =
        at % 2
          ? flags.variant('checkout', user) === 'b'
          : flags.value('checkout', user, '') === 'b';
      expect(flags.isActive('checkout', user)).toBe(true);
      if (isB && at % 3 > 0) flags.track('bought', user);
    }
  });
  const { splits } = await experiment();
  const [a, b] = splits[0].variants;
  expect([a.variant, b.variant, a.users + b.users]).toEqual(['a', 'b', 300]);
  expect([a.affected, splits[0].assignment.isSuspicious]).toEqual([0, false]);
  expect(b.rate).toBeGreaterThan(0.5);
  expect(b.against.finding).toBe('more');
});
