import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/steps/run.mjs';

const command = join(root, 'server/bin/switchyard.js');
const patienceMs = 60_000;

/** A server that is killed and started again, on the same port and the same data. */
export interface Server {
  readonly url: string;
  start(): Promise<void>;
  /** kill -9, and all its connections are gone. */
  kill(): Promise<void>;
  /** Runs a command on the server's host, and answers what it said. */
  run(...args: string[]): Promise<string>;
  /** The one-time link that it printed when it started. */
  link(): string;
}

export function createServer(port: number, settings: Record<string, string>): Server {
  const env = { ...process.env, ...settings, PORT: String(port) };
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  let printed = '';
  const link = () => /https?:\S+[?&]link=\S+(?=\n)/.exec(printed)?.[0] ?? '';

  return {
    url,
    link,
    async start() {
      printed = '';
      child = spawn(process.execPath, [command, 'serve', '--print-link'], { env });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data) => {
          printed += data;
        });
      }
      const until = Date.now() + patienceMs;
      // It prints the link when it listens already.
      while (!(await isHealthy(url)) || link() === '') {
        if (child.exitCode !== null || Date.now() > until) {
          throw new Error(`The server did not start:\n${printed}`);
        }
      }
    },
    async kill() {
      if (child === undefined || child.exitCode !== null)
        throw new Error(`It ended by itself:\n${printed}`);
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
    run: async (...args) =>
      (await promisify(execFile)(process.execPath, [command, ...args], { env, cwd: root })).stdout,
  };
}

async function isHealthy(url: string): Promise<boolean> {
  const healthy = await fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  return healthy;
}
