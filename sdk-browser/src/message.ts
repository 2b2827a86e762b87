import type { Ruleset } from '@switchyard/core';
import { compile } from './evaluation/evaluate.ts';

/** A `ruleset` message. A candidate that is `null` was left out, because it may be called back any time. */
export interface Message {
  readonly position: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
  readonly candidate?: object | null;
}

type Compiled = ReturnType<typeof compile>;

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
  const { from, to, position = to, release, checksum, candidate } = raw;
  if (before && position === before.position && before.candidate !== null) return undefined;
  const whole = from ? from === before?.position && changed(before?.ruleset, raw) : raw.ruleset;
  const message = { position, release, checksum, ruleset: whole, ...(candidate && { candidate }) };
  if (!isMessage(message)) throw new Error(`The ruleset at ${position} is malformed`);
  const [[epoch, seq], [held, known]] = [position.split(':'), before?.position.split(':') ?? []];
  if (epoch === held && Number(seq) < Number(known))
    throw new Error(`The ruleset at ${position} is older`);
  await check(whole, checksum);
  return message;
}

/** What is in the parts fails by itself, where it cannot be read. */
export const isMessage = ({ position, release, ruleset }: Raw): boolean =>
  /^[\w-]+:\d+$/.test(position) &&
  release >= 0 &&
  kinds.every((kind) => Object(ruleset?.[kind]) === ruleset?.[kind]);

/** Makes a message ready. A candidate that makes no sense costs nobody what is live: `refused` is told why. */
export async function hold(message: Message, refused: (thrown: unknown) => void): Promise<Held> {
  const { candidate, ruleset, release } = message;
  const held = { message, live: compile(ruleset, release) };
  if (!candidate) return held;
  try {
    const { salt, by, audience, checksum, release } = candidate as Raw;
    const rolling = changed(ruleset, candidate);
    await check(rolling, checksum);
    return {
      ...held,
      rolling: { ...compile(rolling, release), salt, by, thousandths: audience.thousandths },
    };
  } catch (thrown) {
    refused(thrown);
    return held;
  }
}

const kinds = ['switches', 'segments', 'cohorts'] as const;

function changed(before: Raw, { set = {}, remove = {} }: Raw): Ruleset {
  const after = { ...before };
  for (const kind of kinds) {
    after[kind] = { ...before[kind], ...set[kind] };
    for (const key of remove[kind] ?? []) delete after[kind][key];
  }
  return after;
}

/** Not where the page cannot hash, for want of HTTPS. */
async function check(ruleset: unknown, checksum: unknown): Promise<void> {
  if (!globalThis.crypto?.subtle) return;
  const bytes = new TextEncoder().encode(canonical(ruleset));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== checksum) throw new Error('The ruleset does not have its checksum');
}

/** RFC 8785, of what came as JSON. */
const canonical = (value: Raw): string =>
  Object(value) !== value
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.map(canonical)}]`
      : `{${Object.keys(value)
          .sort()
          .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`;
