import { createHash, randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new secret that whoever holds it may use. It is shown once; what is kept is its hash. */
export function newBearer(prefix: string, bits: number): string {
  let rest = BigInt(`0x${randomBytes(bits / 8).toString('hex')}`);
  let text = '';
  for (let length = Math.ceil(bits / Math.log2(62)); length > 0; length--) {
    text = LETTERS[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return prefix + text;
}

/** These secrets are random and long: a plain hash hides them, and can be looked up. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** The secret of an `Authorization: Bearer …` header, if it is one. */
export const bearerOf = (header: string | undefined) =>
  /^Bearer +([^\s]+) *$/i.exec(header ?? '')?.[1];
