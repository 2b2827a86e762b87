import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { createLane } from '../platform/lane.ts';

/** How hard scrypt makes it to try passwords (RFC 7914): N as its logarithm, the block size, how often. */
export interface Cost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** 64 MiB and about a third of a second per try; as strong as N = 2^17 with p = 1. */
export const STRONG: Cost = { log2N: 16, r: 8, p: 2 };

// Each try takes memory and a thread, so they take turns.
const lane = createLane();

export const LEAST_LENGTH = 10;

/** What is stored of a password: how it was hashed, the salt, the hash. */
export async function hashPassword(password: string, cost = STRONG): Promise<string> {
  const salt = randomBytes(16);
  return text(cost, base64(salt), base64(await derive(password, salt, cost)));
}

/** Takes as long for somebody without a password as for a wrong one that was hashed at this cost. */
export async function isPassword(
  password: string,
  stored: string | null | undefined,
  usual = STRONG,
): Promise<boolean> {
  const nobodys = text(usual, 'A'.repeat(22), 'A'.repeat(43));
  const [, log2N, r, p, salt, hash] = (stored ?? nobodys).split('$') as [string, ...string[]];
  const expected = Buffer.from(hash ?? '', 'base64url');
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt ?? '', 'base64url'), cost);
  return timingSafeEqual(actual, expected) && stored != null;
}

const base64 = (bytes: Buffer) => bytes.toString('base64url');
const text = ({ log2N, r, p }: Cost, salt: string, hash: string) =>
  ['scrypt', log2N, r, p, salt, hash].join('$');

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const options = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r };
  // The same characters can be typed in more than one way.
  const typed = password.normalize('NFKC');
  return lane.run(
    () =>
      new Promise((resolve, reject) =>
        scrypt(typed, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
      ),
  );
}
