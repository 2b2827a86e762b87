import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { type Report, SwitchyardError, wordsOf } from './problem.ts';

const WRITE_PAUSE_MS = 1000;
const LEFTOVER_MS = 3_600_000;
const FORMAT = 'switchyard-ruleset-1';

/** The last good ruleset, on disk: what is served when the server is down at the start. */
export interface LastKnown {
  /** What is on disk, if it is whole and was written for this server and key. */
  read(): unknown;
  /** Writes soon; of several in quick succession the last. */
  write(message: object): void;
  /** Resolves when what was handed in is on disk, or could not be put there. */
  flush(): Promise<void>;
}

export function createLastKnown(options: {
  readonly directory: string | undefined;
  /** Tells servers and keys apart: files of one scope are shared by all processes on this machine. */
  readonly scope: string;
  readonly clock: Clock;
  readonly report: Report;
}): LastKnown {
  const { clock } = options;
  const scope = sha256(options.scope);
  const directory = options.directory ?? defaultDirectory();
  const name = `${scope.slice(0, 32)}.json`;
  const path = join(directory, name);

  const reported = new Set<string>();
  const report = (words: string, thrown: unknown) => {
    if (reported.has(words)) return;
    reported.add(words);
    const message = `${words} ${path}: ${wordsOf(thrown)}`;
    options.report(new SwitchyardError('disk', message, thrown));
  };

  let waiting: object | undefined;
  let writing: Promise<void> | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let cancelPause: (() => void) | undefined;

  function writeNext(): void {
    cancelPause?.();
    cancelPause = undefined;
    if (writing || !waiting) return;
    const message = waiting;
    waiting = undefined;
    writing = replaceFile(directory, path, fileOf(scope, message))
      .catch((thrown) => report('Cannot write the ruleset to', thrown))
      .finally(() => {
        writing = undefined;
        writtenAt = clock.now();
        if (waiting) cancelPause = clock.after(WRITE_PAUSE_MS, writeNext);
      });
  }

  return {
    read() {
      removeLeftovers(directory, name, clock.now());
      try {
        if (isOfAnotherUser(path)) throw new Error('it belongs to another user');
        return contentOf(scope, readFileSync(path));
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') report('Cannot use', thrown);
        return undefined;
      }
    },
    write(message) {
      waiting = message;
      if (writing || cancelPause) return;
      const pause = writtenAt + WRITE_PAUSE_MS - clock.now();
      if (pause > 0) cancelPause = clock.after(pause, writeNext);
      else writeNext();
    },
    async flush() {
      while (writing || waiting) {
        writeNext();
        await writing;
      }
      cancelPause?.();
    },
  };
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** In a shared directory anybody could have put a ruleset there. */
function isOfAnotherUser(path: string): boolean {
  const owner = statSync(path).uid;
  return process.getuid !== undefined && owner !== 0 && owner !== process.getuid();
}

/** One line about the content, then the content. */
function fileOf(scope: string, message: object): string {
  const content = JSON.stringify(message);
  return `${JSON.stringify({ format: FORMAT, scope, checksum: sha256(content) })}\n${content}`;
}

function contentOf(scope: string, file: Buffer): unknown {
  const end = file.indexOf('\n');
  const head = end > 0 && end < 1000 ? parse(file.toString('utf8', 0, end)) : undefined;
  if (head?.format !== FORMAT) throw new Error('it is not a file of this SDK');
  if (head.scope !== scope) throw new Error('it belongs to another server or key');
  const content = file.subarray(end + 1);
  if (head.checksum !== sha256(content)) throw new Error('it is damaged');
  return JSON.parse(content.toString('utf8'));
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** All of the new content or all of the old, whenever the power goes. */
async function replaceFile(directory: string, path: string, content: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await syncDirectory(directory);
}

/** Makes the rename last. Not every system can. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Temporary files of processes that were killed while writing. */
function removeLeftovers(directory: string, name: string, now: number): void {
  try {
    for (const each of readdirSync(directory)) {
      if (!each.startsWith(`${name}.`) || !each.endsWith('.tmp')) continue;
      const path = join(directory, each);
      if (now - statSync(path).mtimeMs > LEFTOVER_MS) rmSync(path, { force: true });
    }
  } catch {
    // No directory yet, or not ours to tidy.
  }
}

/** The user's cache directory; where there is none to write to, as in some containers, a temporary one. */
function defaultDirectory(): string {
  try {
    const cache = join(homedir(), '.cache', 'switchyard');
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    return cache;
  } catch {
    return join(tmpdir(), `switchyard-${process.getuid?.() ?? 'user'}`);
  }
}
