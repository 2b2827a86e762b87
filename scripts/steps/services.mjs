import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './run.mjs';
import { Failure } from './say.mjs';

/** Starts a program of this repository that is meant to go on. Its lines are handed to `onLine`. */
export function startService(name, args, { env = {}, onLine = () => {} }) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is told to whoever is in the terminal's group: to us only, and services are stopped once, in order.
    detached: process.platform !== 'win32',
  });
  const heard = new Set([onLine]);
  const tell = (line) => {
    for (const listener of heard) listener(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      lines.forEach(tell);
    });
    stream.on('end', () => rest && tell(rest));
  }
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => resolve(`ended (${signal ?? `exit code ${code}`})`));
  });
  return {
    name,
    /** Resolves with words, when it is over. */
    ended,
    /** Resolves with what fits the pattern, in a line from now on; a service that ends first is a Failure. */
    says(pattern) {
      return new Promise((resolve, reject) => {
        heard.add((line) => pattern.test(line) && resolve(pattern.exec(line)[0]));
        ended.then((how) => reject(new Failure(`The ${name} ${how}.`)));
      });
    },
    /** Resolves with how it ended. */
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(patience);
      return ended;
    },
  };
}

/** Resolves when the address answers; a service that ends first is a Failure. */
export async function answering(service, address, patienceMs = 60_000) {
  const until = Date.now() + patienceMs;
  const over = service.ended.then((how) => {
    throw new Failure(`The ${service.name} ${how}.`);
  });
  while (Date.now() < until) {
    const asked = fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    const response = await Promise.race([asked, over]);
    if (response?.ok) return;
    await Promise.race([pause(50), over]);
  }
  throw new Failure(`The ${service.name} does not answer at ${address}.`);
}

const FIRST_PORT = 11_000;
const PORTS = 20_000;
const reservations = join(tmpdir(), `switchyard-ports-${process.getuid?.() ?? 'all'}`);

/**
 * A port that nobody listens on at this moment, and that nobody else is given here while this process runs: nobody takes
 * it before it is used, or while a server is killed and started again. It is none of those that systems give to
 * connections.
 */
export async function freePort() {
  mkdirSync(reservations, { recursive: true });
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (reserve(join(reservations, String(port))) && (await problemWith(port)) === undefined) {
      return port;
    }
  }
}

/** Whether the file is made with our number in it. One of a process that ended goes away, for the next who asks. */
function reserve(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    rmSync(file, { force: true });
  }
  return false;
}

/** Refuses in words when the port is none, or taken. */
export async function ensureFree(port, name, variable) {
  if (!/^\d+$/.test(port) || port < 1 || port > 65_535) {
    throw new Failure(
      `${variable} must be a port, a whole number from 1 to 65535, and is ${port}.`,
    );
  }
  const error = await problemWith(port);
  if (error === undefined) return;
  const why =
    error.code === 'EADDRINUSE' ? 'is used by another program' : `cannot be used: ${error.message}`;
  throw new Failure(
    `Port ${port}, which the ${name} wants, ${why}. Stop that program, or choose another port: ` +
      `${variable}=${Number(port) + 1000} npm start`,
  );
}

/** Resolves with the error of listening there, if there is one. */
function problemWith(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, () => probe.close(() => resolve(undefined)));
  });
}
