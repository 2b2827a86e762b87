import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { insertToken } from '../access/store.ts';
import { createApp, type Parts } from '../app.ts';
import { hashOf, newBearer } from '../platform/bearer.ts';
import type { Env } from '../platform/http.ts';
import * as meta from '../platform/meta.ts';
import type { Grants } from '../platform/roles.ts';
import type { Actor, Reading, Runner, Work } from '../platform/work.ts';
import { preparedDatabase, type TestDatabase } from './database.ts';
import { seededBytes } from './seeded.ts';

export const tester: Actor = { kind: 'person', id: 'tester', name: 'Tess Tester' };

type Options = { place?: TestDatabase } & Partial<Parts>;

/** Trying passwords takes next to no time; those of people take a third of a second. */
const quickly = { log2N: 4, r: 8, p: 1 };

/** The whole server on an empty real database. Only the clock is replaced, and the chance that makes salts. It ends with the test. */
export async function testApp({ place, signIn, ...parts }: Options = {}) {
  const own = place ?? (await preparedDatabase());
  const database = await own.open();
  const clock = testClock();
  const errors: unknown[] = [];
  await database.write((tx) => meta.initialise(tx));
  const server = createApp({
    database,
    clock: clock.now,
    // Of harmless releases, 1 in 100 may be taken back: whether one is must not be a chance of the day.
    random: seededBytes(7),
    masterKey: Buffer.alloc(32, 7),
    trusted: { hops: 0 },
    files: new Map(),
    log: () => {},
    report: (error) => errors.push(error),
    signIn: { cost: quickly, ...signIn },
    ...parts,
  });

  onTestFinished(async () => {
    server.streams.close();
    await server.telemetry.stop();
    await database.close();
    if (place === undefined) await own.destroy();
    if (errors.length > 0) throw new AggregateError(errors, `The server failed: ${errors[0]}`);
  });

  const { runner, app } = server;
  return {
    ...server,
    database,
    clock,
    place: own,
    /** What the server reported as its own failures. A test that expects some empties it. */
    errors,
    /** Somebody with these roles. */
    as: async (grants: Grants) =>
      client(app, { authorization: `Bearer ${await tokenWith(runner, grants)}` }),
    tokenFor: (grants: Grants) => tokenWith(runner, grants),
    /** Somebody who brings these headers and no more. */
    client: (headers: Record<string, string> = {}) => client(app, headers),
    /** When everything is written that was begun before: also what is written beside a request. */
    written: () => runner.write(tester, async () => {}),
    work: <T>(run: (work: Work) => Promise<T>) => runner.write(tester, run),
    read: <T>(run: (reading: Reading) => Promise<T>) => runner.read(run),
  };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;
export type TestClient = Awaited<ReturnType<TestApp['as']>>;

/** An API token with these roles, also in environments that do not exist yet. */
async function tokenWith(runner: Runner, roles: Grants): Promise<string> {
  const secret = newBearer('syt_', 256);
  await runner.write(tester, ({ tx, now }) =>
    insertToken(tx, {
      id: randomUUID(),
      hash: hashOf(secret),
      name: tester.name,
      roles,
      personId: null,
      parentId: null,
      createdBy: tester.name,
      createdAt: now,
      expiresAt: null,
      lastUsedAt: now,
      revokedAt: null,
    }),
  );
  return secret;
}

function client(app: Pick<Hono<Env>, 'request'>, headers: Record<string, string>) {
  const request = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
      body: (isJson ? JSON.parse(text) : text) as any,
    };
  };
  return {
    get: (path: string) => request('GET', path),
    post: (path: string, body: unknown = {}) => request('POST', path, body),
    patch: (path: string, body: unknown) => request('PATCH', path, body),
    delete: (path: string) => request('DELETE', path),
    request,
  };
}

function testClock() {
  let now = Date.UTC(2026, 0, 5, 9);
  return {
    now: () => new Date(now),
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}
