import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StartProblem } from '../platform/start-problem.ts';

const BYTES = 32;

/** The server's master key: as configured, or from a file that is made when it is missing. Throws in words. */
export function loadMasterKey(
  where: { readonly text: string } | { readonly file: string },
): Buffer {
  if ('text' in where) return parseMasterKey(where.text, 'SWITCHYARD_MASTER_KEY');
  try {
    return masterKeyFile(where.file);
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    const words = `The master key file ${where.file} cannot be used: ${(error as Error).message}`;
    throw new StartProblem(words, { cause: error });
  }
}

/** Reads the key that signing secrets are encrypted under. Throws in words. */
function parseMasterKey(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== BYTES || !/^[A-Za-z0-9+/_-]+=*$/.test(text.trim())) {
    throw new StartProblem(
      `${from} is not a master key: it must be ${BYTES} random bytes as base64, as “openssl rand -base64 ${BYTES}” prints them`,
    );
  }
  return key;
}

/** Reads the key file, or makes it, readable by its owner only. */
function masterKeyFile(file: string): Buffer {
  const known = read(file);
  if (known !== undefined) return parseMasterKey(known, file);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const made = `${file}.${process.pid}`;
  write(made, `${randomBytes(BYTES).toString('base64')}\n`);
  try {
    // Complete or not there, and never over a key that somebody else just made.
    linkSync(made, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    unlinkSync(made);
  }
  return parseMasterKey(readFileSync(file, 'utf8'), file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function write(file: string, text: string): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
