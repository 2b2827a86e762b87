import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { createLane } from '../platform/lane.ts';

/** 64 MiB and about a third of a second per try; as strong as N = 2^17 with p = 1. */
const COST = { log2N: 16, r: 8, p: 2 };
type Cost = typeof COST;

// Each try takes memory and a thread, so they take turns.
const lane = createLane();

export const LEAST_LENGTH = 10;

/** What is stored of a password: how it was hashed, the salt, the hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.log2N, COST.r, COST.p, base64(salt), base64(hash)].join('$');
}

/** Takes as long for somebody without a password as for a wrong one. */
export async function isPassword(
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  const [, log2N, r, p, salt, hash] = (stored ?? nobodys).split('$') as [string, ...string[]];
  const expected = Buffer.from(hash ?? '', 'base64url');
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt ?? '', 'base64url'), cost);
  return timingSafeEqual(actual, expected) && stored != null;
}

const base64 = (bytes: Buffer) => bytes.toString('base64url');
const nobodys = ['scrypt', COST.log2N, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

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
