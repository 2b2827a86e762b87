import { isObject } from '../json.ts';
import type { Ruleset } from '../ruleset.ts';
import { type HeldCandidate, readCandidate } from './candidate-message.ts';
import { comparePositions, parsePosition } from './position.ts';
import { changedRuleset, checksumOf, isRelease, type Sha256 } from './ruleset-changes.ts';
import { isRuleset } from './ruleset-shape.ts';

/** A ruleset as an SDK holds it: the data of a `ruleset` message. */
export interface HeldRuleset {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
  /** The release that is rolling out. */
  readonly candidate?: HeldCandidate;
}

/**
 * What to hold from now on, or why the message was refused: then nothing changes. A candidate that cannot
 * be taken costs nobody the live ruleset: then `candidateRefused` says why there is none.
 */
export type RulesetUpdate =
  | { readonly ok: true; readonly held: HeldRuleset; readonly candidateRefused?: string }
  | { readonly ok: false; readonly reason: string };

/** Reads a `ruleset` message. One that is older than what is held, of the same epoch, is refused. */
export function readRuleset(message: unknown, held?: HeldRuleset, sha256?: Sha256): RulesetUpdate {
  if (!isObject(message)) return refused('The ruleset message is not an object.');
  const { position, environment, release, checksum, ruleset, candidate } = message;
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
  const live = { position: position as string, environment, release, checksum, ruleset };
  if (candidate === undefined) return { ok: true, held: live };
  const read = readCandidate(candidate, ruleset, sha256);
  return read.ok
    ? { ok: true, held: { ...live, candidate: read.candidate } }
    : { ok: true, held: live, candidateRefused: read.reason };
}

/** Applies a `delta` message. When it is refused, the whole ruleset should be fetched. */
export function applyDelta(held: HeldRuleset, message: unknown, sha256?: Sha256): RulesetUpdate {
  if (!isObject(message)) return refused('The delta message is not an object.');
  const { from, to, environment, release, checksum, candidate, set = {}, remove = {} } = message;
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
  const ruleset = changedRuleset(held.ruleset, set, remove);
  if (ruleset === undefined) return refused(`The delta to ${to} is malformed.`);
  const whole = { position: to, environment, release, checksum, ruleset, candidate };
  return readRuleset(whole, held, sha256);
}

const refused = (reason: string): RulesetUpdate => ({ ok: false, reason });
