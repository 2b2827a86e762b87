import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPostgres, type TestDatabase, testDatabase } from './testing/database.ts';
import { command, type Settings, serving, settingsFor } from './testing/switchyard.ts';

async function place(): Promise<TestDatabase & { settings: Settings }> {
  const made = await testDatabase();
  onTestFinished(made.destroy);
  return { ...made, settings: settingsFor(made) };
}

const refusal = async (settings: Settings) => {
  const { code, out, err } = await command({ PORT: '0', ...settings }, 'serve');
  expect([code, out]).toEqual([1, '']);
  return err;
};

describe('a server', () => {
  test('starts on nothing, prints a link that signs in, and stops when told to', async () => {
    const { settings } = await place();
    const server = await serving(settings);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });

    server.kill('SIGTERM');
    const { code, out, err } = await server.ended;
    expect([code, err]).toEqual([0, '']);
    const token = /#\/sign-in\?link=(\S+)/.exec(out)?.[1];
    expect(out).toMatch(/Sign in with this link, once, within a day:\nhttp:\/\/localhost:\d+\/#/);
    expect(out).toMatch(/GET \/healthz status=200/);

    const next = await serving(settings);
    const answer = await fetch(`${next.url}/api/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // The second start made another link: only the latest counts.
    expect(answer.status).toBe(401);
  });

  test('lets requests under way finish, ends streams, and takes no new ones', async () => {
    const { settings } = await place();
    await command(settings, 'environment', 'create', 'production', '--database');
    const { out: key } = await command(
      settings,
      ...['key', 'create', 'shop', '-e', 'production', '--database'],
    );
    const server = await serving(settings);
    const headers = { authorization: `Bearer ${key.trim()}` };
    const stream = await fetch(`${server.url}/sdk/stream`, { headers });
    const reader = stream.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: ');
    const finish = await slowRequest(server.url);

    server.kill('SIGINT');
    for (let end = false; !end; ) end = (await reader?.read())?.done ?? true;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    expect(await finish()).toContain('HTTP/1.1 401');
    expect((await server.ended).code).toBe(0);
  });

  test('ends at once when told a second time', async () => {
    const { settings } = await place();
    const server = await serving(settings);
    await slowRequest(server.url);

    server.kill('SIGTERM');
    await expect
      .poll(() => fetch(server.url).catch(() => 'gone'), { timeout: 20_000 })
      .toBe('gone');
    server.kill('SIGTERM');
    expect((await server.ended).code).toBe(1);
  });

  test('refuses a port that is taken, in words', async () => {
    const { settings } = await place();
    const port = await takenPort();
    expect(await refusal({ ...settings, PORT: String(port) })).toBe(
      `The server cannot listen on port ${port} of 127.0.0.1: another program uses it. Stop that one, or set PORT to another\n`,
    );
  });

  test('serves figures at a place of their own, and refuses one that is taken', async () => {
    const { settings } = await place();
    const port = await takenPort();
    const at = { SWITCHYARD_PROMETHEUS: `127.0.0.1:${port}` };
    expect(await refusal({ ...settings, ...at })).toContain(
      `SWITCHYARD_PROMETHEUS: the server cannot listen on 127.0.0.1:${port}`,
    );
    // Nothing of the first attempt is left in the way.
    const token = 'a-token-of-some-length';
    const server = await serving({ ...settings, SWITCHYARD_PROMETHEUS_TOKEN: token });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.url}/metrics`, { headers });
    expect(await answer.text()).toContain('switchyard_info{version=');
    server.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  test('refuses an address that is not its own, and settings that make no sense', async () => {
    const { settings } = await place();
    expect(await refusal({ ...settings, HOST: '192.0.2.1' })).toContain(
      'this machine has no such address. Set HOST to one it has',
    );
    expect(await refusal({ ...settings, PORT: 'http' })).toBe(
      'PORT must be a whole number from 0 to 65535\n',
    );
  });

  test('refuses the wrong master key', async () => {
    const { settings } = await place();
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    await command(settings, 'environment', 'create', 'production', '--database');
    const { out } = await command(
      settings,
      ...['key', 'create', 'shop', '-e', 'production', '--database'],
    );
    const server = await serving({ ...settings, SWITCHYARD_MASTER_KEY: key(1) });
    const headers = { authorization: `Bearer ${out.trim()}` };
    expect((await fetch(`${server.url}/sdk/secrets`, { headers })).status).toBe(200);
    server.kill('SIGTERM');
    await server.ended;

    expect(await refusal({ ...settings, SWITCHYARD_MASTER_KEY: key(2) })).toContain(
      'The master key is not the one that the signing secrets in this database are encrypted under',
    );
    expect(await refusal({ ...settings, SWITCHYARD_MASTER_KEY: 'key' })).toContain(
      'SWITCHYARD_MASTER_KEY is not a master key',
    );

    // Lost for good, there is a way on.
    const renewed = { ...settings, SWITCHYARD_MASTER_KEY: key(2) };
    const forgotten = await command(renewed, 'secrets', 'forget', '--json');
    expect(JSON.parse(forgotten.out)).toMatchObject([{ environment: 'production' }]);
    const next = await serving(renewed);
    const answer = await fetch(`${next.url}/sdk/secrets`, { headers });
    expect(((await answer.json()) as { secrets: unknown[] }).secrets).toHaveLength(1);
    expect((await command(renewed, 'secrets', 'forget')).out).toBe(
      'The master key opens every signing secret\n',
    );
  });

  test('refuses a database that a newer Switchyard made', async () => {
    const { settings, run } = await place();
    await command(settings, 'environment', 'create', 'production', '--database');
    const table = isPostgres ? 'drizzle.__drizzle_migrations' : '__drizzle_migrations';
    await run(`insert into ${table} (hash, created_at) values ('later', 99999999999999)`);

    expect(await refusal(settings)).toMatch(
      /was made by a newer Switchyard than this one\. Use that version, or a backup from before/,
    );
  });
});

const onPostgres = () => {
  test('says what keeps it from the database, and never the password', async () => {
    const { settings, location } = await place();
    const url = new URL(location);
    const at = async (change: (url: URL) => void) => {
      const other = new URL(location);
      change(other);
      const err = await refusal({ ...settings, DATABASE_URL: other.href });
      expect(err).not.toContain(`:${other.password}@`);
      return err;
    };

    expect(await at((other) => (other.port = '1'))).toBe(
      `PostgreSQL at ${url.hostname}:1${url.pathname} (DATABASE_URL) cannot be used: nothing answers there\n`,
    );
    expect(await at((other) => (other.hostname = 'nowhere.invalid'))).toContain(
      'there is no such host',
    );
    expect(await at((other) => (other.pathname = '/nothing'))).toContain(
      'there is no such database',
    );
    expect(await at((other) => (other.password = 'guess'))).toContain(
      'the user or the password is wrong',
    );
    const { SWITCHYARD_MASTER_KEY: _, ...rest } = settings;
    expect(await refusal(rest)).toContain('SWITCHYARD_MASTER_KEY must be set');
  });

  test('runs beside others, and finds out what they did', async () => {
    const { settings } = await place();
    await command(settings, 'environment', 'create', 'production', '--database');
    const [one, other] = [await serving(settings), await serving(settings)];
    const make = async (...args: string[]) => (await command(settings, ...args)).out.trim();
    const token = await make('token', 'create', 'test', '--role', 'admin', '--database');
    const secret = await make('key', 'create', 'shop', '-e', 'production', '--database');
    const ask = (url: string) =>
      fetch(`${url}/sdk/secrets`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await ask(one.url)).status).toBe(200);
    expect((await ask(other.url)).status).toBe(200);

    const remote = { SWITCHYARD_URL: one.url, SWITCHYARD_TOKEN: token };
    const { out } = await command(remote, 'key', 'list', '-e', 'production', '--json');
    const [{ id }] = JSON.parse(out);
    await command(remote, 'key', 'revoke', id, '-e', 'production');
    expect((await ask(one.url)).status).toBe(401);
    await expect.poll(async () => (await ask(other.url)).status, { timeout: 30_000 }).toBe(401);
  });
};

const onFile = () => {
  test('makes what it needs, for its owner only', async () => {
    const { location } = await place();
    const folder = join(dirname(location), 'a/b');
    await serving({ SWITCHYARD_DATABASE: join(folder, 'switchyard.db') });

    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder).filter((each) => !each.endsWith('.lock'))) {
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(existsSync(join(folder, 'master.key'))).toBe(true);
  });

  test('keeps a second one off it, but not once it was killed', async () => {
    const { settings, location } = await place();
    const server = await serving(settings);

    const words = `Another Switchyard server is running on ${location}. Stop that one first; several servers need PostgreSQL\n`;
    expect(await refusal(settings)).toBe(words);
    // What fills a database must not do so behind a server's back.
    const seed = join(dirname(location), 'seed.json');
    writeFileSync(seed, '{"environments": [{"key": "production"}]}');
    expect((await command(settings, 'seed', seed)).err).toBe(words);
    server.kill('SIGKILL');
    expect((await server.ended).signal).toBe('SIGKILL');
    await serving(settings);
  });

  test('refuses a file that is not a database, and leaves it as it is', async () => {
    const { settings, location } = await place();
    writeFileSync(location, 'Dear diary, '.repeat(100));
    const before = statSync(location).mtimeMs;

    expect(await refusal(settings)).toBe(
      `${location} is not a database. Give SWITCHYARD_DATABASE another name, or put a backup there\n`,
    );
    expect(statSync(location)).toMatchObject({ mtimeMs: before, size: 1200 });
  });

  test('refuses the database of another program, and leaves it as it is', async () => {
    const { settings, location } = await place();
    new Sqlite(location).exec('create table contacts (name text)').close();

    expect(await refusal(settings)).toBe(
      `${location} is a database of another program. Give SWITCHYARD_DATABASE the name of a new file\n`,
    );
    const tables = new Sqlite(location).prepare('select name from sqlite_master').pluck().all();
    expect(tables).toEqual(['contacts']);
  });

  test('refuses what it cannot write', async () => {
    const { location } = await place();
    const folder = join(dirname(location), 'folder.db');
    mkdirSync(folder);
    expect(await refusal({ SWITCHYARD_DATABASE: folder })).toContain(`${folder} cannot be opened`);

    writeFileSync(join(dirname(location), 'file'), '');
    const below = join(dirname(location), 'file/switchyard.db');
    expect(await refusal({ SWITCHYARD_DATABASE: below })).toContain('cannot be used');
  });
};

if (isPostgres) describe('a server on PostgreSQL', onPostgres);
else describe('a server on a file', onFile);

/** A request whose body comes only when it is told to. */
async function slowRequest(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  onTestFinished(() => void socket.destroy());
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'x' });
  socket.write(
    [
      'POST /api/session HTTP/1.1',
      `Host: ${hostname}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      // The server says when it has taken the request on.
      'Expect: 100-continue',
      '\r\n',
    ].join('\r\n'),
  );
  const [begun] = await once(socket, 'data');
  expect(begun).toContain('100 Continue');
  return async () => {
    socket.write(body);
    const [answer] = await once(socket, 'data');
    return answer as string;
  };
}

function takenPort(): Promise<number> {
  const other = createServer();
  onTestFinished(() => new Promise((resolve) => other.close(() => resolve())));
  return new Promise((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
}
