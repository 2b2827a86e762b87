import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inject, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { isPostgres, type TestDatabase } from './database.ts';

const folder = fileURLToPath(new URL('../..', import.meta.url));
const fromSources = ['--conditions=switchyard:source', '--import=tsx'];
/** What was built starts in a third of the time. */
const program = () => [...(inject('isBuilt') ? [] : fromSources), 'bin/switchyard.js'];

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether what was built is from the sources that there are. */
    isBuilt: boolean;
  }
}

export type Settings = Readonly<Record<string, string>>;

/** The settings that make the program use a test's database. */
export const settingsFor = ({ location }: Pick<TestDatabase, 'location'>): Settings =>
  isPostgres
    ? { DATABASE_URL: location, SWITCHYARD_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    : { SWITCHYARD_DATABASE: location };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real program to its end. */
export const switchyard = (settings: Settings, ...args: string[]): Promise<Ended> =>
  ended(launch(settings, args));

/** Runs the command line in this process: starting one for each command would take most of the time. */
export async function command(settings: Settings, ...args: string[]) {
  let [out, err] = ['', ''];
  const code = await run(args, {
    environment: settings,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTerminal: false,
  });
  return { code, out, err };
}

/** Starts a real server on a free port, and waits until it listens. It is gone with the test. */
export async function serving(settings: Settings, ...args: string[]) {
  const child = launch({ HOST: '127.0.0.1', PORT: '0', ...settings }, ['serve', ...args]);
  const outcome = ended(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await outcome;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const address = /listening on (http\S+)\n/.exec(text)?.[1];
      if (address !== undefined) resolve(address.replace('localhost', '127.0.0.1'));
    });
    void outcome.then(({ err }) => reject(new Error(`The server ended: ${err}`)));
  });
  return {
    url,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: outcome,
  };
}

/** Only the settings given here: nothing of the one who runs the tests leaks in. */
function launch(settings: Settings, args: readonly string[]): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...program(), ...args], {
    cwd: folder,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  const texts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    texts.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    texts.err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
}
