import { changedRuleset, isRuleset, parsePosition, type Ruleset } from '@switchyard/core';
import { compile } from './evaluation/evaluate.ts';

/** A `ruleset` message. A candidate that is `null` was left out, because it may be called back any time. */
export interface Message {
  readonly position: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
  readonly candidate?: object | null;
}

export type Compiled = ReturnType<typeof compile>;

/** A release that is rolling out, ready to decide with, and to whom. */
export interface Rolling extends Compiled {
  readonly salt: string;
  readonly by: string | undefined;
  readonly thousandths: number;
}

/** A ruleset message that was found good, ready to decide with. */
export interface Held {
  readonly message: Message;
  readonly live: Compiled;
  readonly rolling?: Rolling;
}

// biome-ignore lint/suspicious/noExplicitAny: what arrived; nothing is taken of it before it was looked at.
type Raw = any;

/** Takes a `ruleset` or a `delta`; undefined if it is what is held already. Throws if it is bad: then that stays. */
export async function take(raw: Raw, before?: Message): Promise<Message | undefined> {
  const { from, to, position = to, release, checksum, candidate } = Object(raw);
  if (position === before?.position && before?.candidate !== null) return undefined;
  const ruleset =
    from === undefined
      ? raw?.ruleset
      : before && from === before.position && changed(before.ruleset, raw);
  const message = { ...raw, position, ruleset, from: undefined, to: undefined };
  const [older, newer] = [parsePosition(before?.position), parsePosition(position)];
  const isOlder = older?.epoch === newer?.epoch && (older?.seq ?? 0) > (newer?.seq ?? 0);
  if (isOlder || !isMessage(message))
    throw new Error(`The ruleset at ${position} is malformed or older`);
  await check(ruleset, checksum);
  return { position, release, checksum, ruleset, ...(candidate && { candidate }) };
}

export const isMessage = (raw: Raw): raw is Message =>
  !!parsePosition(raw?.position) && Number.isSafeInteger(raw.release) && isRuleset(raw.ruleset);

/** Makes a message ready. A candidate that makes no sense costs nobody what is live: `refused` is told why. */
export async function hold(message: Message, refused: (thrown: unknown) => void): Promise<Held> {
  const { candidate, ruleset, release } = message;
  const held = { message, live: compile(ruleset, release) };
  if (!candidate) return held;
  try {
    const { salt, by, audience, checksum, release } = candidate as Raw;
    const rolling = changed(ruleset, candidate);
    const { thousandths } = audience;
    if (!salt || !(thousandths >= 0) || !isRuleset(rolling))
      throw new Error('The candidate is malformed');
    await check(rolling, checksum);
    return { ...held, rolling: { ...compile(rolling, release), salt, by, thousandths } };
  } catch (thrown) {
    refused(thrown);
    return held;
  }
}

const changed = (ruleset: Ruleset, { set = {}, remove = {} }: Raw) =>
  changedRuleset(ruleset, set, remove);

/** Not where the page cannot hash, for want of HTTPS. */
async function check(ruleset: unknown, checksum: unknown): Promise<void> {
  if (!globalThis.crypto?.subtle) return;
  const bytes = new TextEncoder().encode(canonical(ruleset));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== checksum) throw new Error('The ruleset does not have its checksum');
}

/** RFC 8785, of what came as JSON. */
function canonical(value: Raw): string {
  if (typeof value !== 'object' || !value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`;
}
