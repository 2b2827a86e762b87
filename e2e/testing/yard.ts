import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps/run.mjs';
import { freePort } from '../../scripts/steps/services.mjs';

export { freePort };

/** `npm start`, on ports and data of its own. */
export interface Start {
  readonly adminUrl: string;
  readonly shopUrl: string;
  /** The shop in production. Nobody is in it unless `SHOP_CUSTOMERS` says so, or somebody lets them in. */
  readonly liveShopUrl: string;
  readonly pid: number;
  /** What it printed so far. */
  printed(): string;
  /** The one-time link, once it is printed. Rejects if it ends without. */
  link(): Promise<string>;
  /** Asks it to stop, if it still runs. */
  stop(): Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** The same, as soon as it runs, on data that is thrown away. */
export interface Yard extends Omit<Start, 'link'> {
  readonly link: string;
}

export async function startYard(): Promise<Yard> {
  const data = await temporaryFolder();
  const start = await npmStart(data);
  const stop = async () => {
    await start.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ...start, link: await start.link(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function npmStart(
  data: string,
  settings: Record<string, string> = {},
): Promise<Start> {
  const ports = {
    PORT: String(await freePort()),
    SHOP_PORT: String(await freePort()),
    LIVE_SHOP_PORT: String(await freePort()),
    SHOP_CUSTOMERS: 'out',
    ...settings,
  };
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    env: { ...process.env, ...ports, SWITCHYARD_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));

  return {
    adminUrl: `http://localhost:${ports.PORT}`,
    shopUrl: `http://localhost:${ports.SHOP_PORT}`,
    liveShopUrl: `http://localhost:${ports.LIVE_SHOP_PORT}`,
    pid: child.pid ?? 0,
    ended,
    printed: () => printed,
    async link() {
      for (;;) {
        // If it fails to start it prints what its parts said, links and all.
        const found = /Switchyard runs.*?(https?:\/\/\S+[?&]link=\S+)/s.exec(printed)?.[1];
        if (found) return found;
        if (child.exitCode !== null) throw new Error(`npm start ended:\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'switchyard-e2e-'));
