import { ALL } from '../bucket.ts';
import { isObject } from '../json.ts';
import { readMeasures } from '../metrics/measures.ts';
import type { Measures } from '../metrics/message.ts';
import type { Ruleset } from '../ruleset.ts';
import { changedRuleset, checksumOf, isRelease, type Sha256 } from './ruleset-changes.ts';
import { isRuleset } from './ruleset-shape.ts';

/** Who is shown a release before it arrives: whoever belongs to any of these. */
export interface Audience {
  readonly internal?: boolean;
  readonly cohorts?: readonly string[];
  /** Of all units, by chance: integer thousandths of a percent. */
  readonly thousandths: number;
}

/** A release that is rolling out, as it stands in `ruleset` and `delta` messages. */
export interface Candidate {
  readonly release: number;
  /** Fresh for each release, so that it is not always the same people who are first. */
  readonly salt: string;
  /** The attribute whose value is the unit; the targeting key unless given. */
  readonly by?: string;
  readonly audience: Audience;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Counted from 0. */
  readonly stage?: number;
  /** What is compared between the arms, by event; absent where nothing is. */
  readonly measures?: Measures;
  /** Of the ruleset that results from `set` and `remove` on top of the live one of the same message. */
  readonly checksum: string;
  readonly set?: object;
  readonly remove?: object;
}

/** A candidate as an SDK holds it: with the ruleset that results. */
export interface HeldCandidate extends Omit<Candidate, 'set' | 'remove'> {
  readonly ruleset: Ruleset;
}

/** The candidate that a message tells of, or why it cannot be taken. */
export type CandidateRead =
  | { readonly ok: true; readonly candidate: HeldCandidate }
  | { readonly ok: false; readonly reason: string };

export function readCandidate(message: unknown, live: Ruleset, sha256?: Sha256): CandidateRead {
  if (!isObject(message)) return refused('The candidate is not an object.');
  const { release, salt, by, audience, startedAt, checksum, set = {}, remove = {} } = message;
  if (!isRelease(release) || !isText(salt) || !isText(startedAt) || !isText(checksum)) {
    return refused('The candidate lacks its release, salt, start or checksum.');
  }
  if (by !== undefined && !isText(by)) {
    return refused(`The candidate ${release} does not say what its unit is.`);
  }
  if (!isAudience(audience)) return refused(`The audience of candidate ${release} is malformed.`);
  const ruleset = changedRuleset(live, set, remove);
  if (!isRuleset(ruleset)) return refused(`The candidate ${release} is malformed.`);
  if (sha256 !== undefined && checksumOf(ruleset, sha256) !== checksum) {
    return refused(`The candidate ${release} does not have its checksum.`);
  }
  const about = { release, salt, audience, startedAt, checksum, ruleset };
  const candidate = { ...about, ...(by !== undefined && { by }), ...measuredBy(message) };
  return { ok: true, candidate };
}

/** Who is served what does not hang on it: a candidate with measures that make no sense is not measured. */
function measuredBy({ stage, measures: told }: Record<string, unknown>) {
  if (!Number.isSafeInteger(stage) || (stage as number) < 0) return {};
  const measures = readMeasures(told);
  return { stage: stage as number, ...(measures && { measures }) };
}

const refused = (reason: string): CandidateRead => ({ ok: false, reason });

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isAudience(value: unknown): value is Audience {
  if (!isObject(value)) return false;
  const { internal, cohorts = [], thousandths } = value;
  return (
    (internal === undefined || typeof internal === 'boolean') &&
    Array.isArray(cohorts) &&
    cohorts.every(isText) &&
    Number.isSafeInteger(thousandths) &&
    (thousandths as number) >= 0 &&
    (thousandths as number) <= ALL
  );
}
