import { canonicalJson } from '../canonical-json.ts';
import { isObject } from '../json.ts';
import type { Ruleset } from '../ruleset.ts';
import { comparePositions, parsePosition } from './position.ts';
import { isRuleset } from './ruleset-shape.ts';

/** A ruleset as an SDK holds it: the data of a `ruleset` message. */
export interface HeldRuleset {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
}

/** What to hold from now on, or why the message was refused: then nothing changes. */
export type RulesetUpdate =
  | { readonly ok: true; readonly held: HeldRuleset }
  | { readonly ok: false; readonly reason: string };

/** SHA-256 of a text as UTF-8, in hex. Where there is none, checksums are not checked. */
export type Sha256 = (text: string) => string;

/** Reads a `ruleset` message. One that is older than what is held, of the same epoch, is refused. */
export function readRuleset(message: unknown, held?: HeldRuleset, sha256?: Sha256): RulesetUpdate {
  if (!isObject(message)) return refused('The ruleset message is not an object.');
  const { position, environment, release, checksum, ruleset } = message;
  const [before, after] = [parsePosition(held?.position), parsePosition(position)];
  if (after === undefined) return refused('The ruleset message has no position such as "epoch:7".');
  if (before !== undefined && (comparePositions(after, before) ?? 0) < 0) {
    return refused(`The ruleset at ${position} is older than the one held, at ${held?.position}.`);
  }
  if (typeof environment !== 'string' || typeof checksum !== 'string' || !isRelease(release)) {
    return refused(`The ruleset at ${position} lacks its environment, release or checksum.`);
  }
  if (!isRuleset(ruleset)) return refused(`The ruleset at ${position} is malformed.`);
  if (sha256 !== undefined && checksumOf(ruleset, sha256) !== checksum) {
    return refused(`The ruleset at ${position} does not have its checksum.`);
  }
  const next = { position: position as string, environment, release, checksum, ruleset };
  return { ok: true, held: next };
}

/** Applies a `delta` message. When it is refused, the whole ruleset should be fetched. */
export function applyDelta(held: HeldRuleset, message: unknown, sha256?: Sha256): RulesetUpdate {
  if (!isObject(message)) return refused('The delta message is not an object.');
  const { from, to, environment, release, checksum, set = {}, remove = {} } = message;
  if (from !== held.position) {
    return refused(`The delta starts at ${from}; what is held is at ${held.position}.`);
  }
  const [before, after] = [parsePosition(from), parsePosition(to)];
  if (
    before === undefined ||
    after === undefined ||
    !((comparePositions(after, before) ?? 0) > 0)
  ) {
    return refused(`The delta does not lead on from ${from}, but to ${to}.`);
  }
  if (environment !== held.environment) {
    return refused(`The delta is of the environment ${environment}, not ${held.environment}.`);
  }
  const ruleset = changed(held.ruleset, set, remove);
  if (ruleset === undefined) return refused(`The delta to ${to} is malformed.`);
  return readRuleset({ position: to, environment, release, checksum, ruleset }, held, sha256);
}

const refused = (reason: string): RulesetUpdate => ({ ok: false, reason });

const isRelease = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function checksumOf(ruleset: Ruleset, sha256: Sha256): string | undefined {
  try {
    return sha256(canonicalJson(ruleset));
  } catch {
    return undefined;
  }
}

const kinds = ['switches', 'segments', 'cohorts'] as const;

function changed(before: Ruleset, set: unknown, remove: unknown): unknown {
  if (!isObject(set) || !isObject(remove)) return undefined;
  const after: Record<string, unknown> = { ...before };
  for (const kind of kinds) {
    const { [kind]: added = {} } = set;
    const { [kind]: removed = [] } = remove;
    if (!isObject(added) || !Array.isArray(removed)) return undefined;
    const things = new Map<unknown, unknown>(Object.entries(before[kind]));
    for (const [key, thing] of Object.entries(added)) things.set(key, thing);
    for (const key of removed) things.delete(key);
    after[kind] = Object.fromEntries(things as Map<string, unknown>);
  }
  const { internalUsers } = set;
  if (isObject(internalUsers) && Object.keys(internalUsers).length === 0) return after;
  return internalUsers === undefined ? after : { ...after, internalUsers };
}
