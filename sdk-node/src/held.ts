import { createHash } from 'node:crypto';
import {
  applyDelta,
  type CompiledCandidate,
  type CompiledRuleset,
  comparePositions,
  compile,
  compileCandidate,
  emptyRuleset,
  type HeldCandidate,
  type HeldRuleset,
  internalTest,
  parsePosition,
  type Ruleset,
  type RulesetUpdate,
  readRuleset,
  runsOf,
  type Test,
  type Trial,
} from '@switchyard/core';
import type { Source } from './events.ts';
import { SwitchyardError } from './problem.ts';

/** By switch and rule: under which name it is counted who is given which variant. */
type Splits = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A ruleset to decide with. */
export interface Held {
  readonly source: Source;
  /** What is live. */
  readonly compiled: CompiledRuleset;
  /** Who is internal, by what is live. */
  readonly isInternal: Test;
  /** What is rolling out, and to whom. */
  readonly candidate: CompiledCandidate | undefined;
  /** What is to be counted of it. */
  readonly trial: Trial | undefined;
  /** The switches that either of the two defines. */
  readonly defined: ReadonlySet<string>;
  /** Those that split users by targeting key, as they are live, and as they are rolling out. */
  readonly splits: Splits;
  readonly candidateSplits: Splits;
  readonly message: HeldRuleset | undefined;
  /** Whether it was replaced so long ago that what still has it cannot be a request. */
  readonly term: { isOver: boolean };
}

/**
 * Holds the last good ruleset, and the candidate that the server told of with it. Only a whole, newer and
 * verified one takes its place.
 */
export interface Holder {
  readonly current: Held;
  /** Where to go on from. None if a candidate was left out when this was put away: then all has to be told anew. */
  readonly position: string | undefined;
  /** Takes a `ruleset` message. Throws if it is bad, and then keeps what it has. */
  replace(message: unknown, source: Source): void;
  /** Takes a `delta` message, or throws. */
  patch(message: unknown): void;
  /** How what is held compares to what a `heartbeat` says the server has. */
  standing(heartbeat: unknown): 'current' | 'behind' | 'ahead';
}

export function createHolder(tell: {
  taken(before: Held, after: Held): void;
  candidateRefused(problem: SwitchyardError): void;
}): Holder {
  let current = heldOf('none', undefined);
  let lacksCandidate = false;

  function take(update: RulesetUpdate, source: Source) {
    if (!update.ok) throw bad(update.reason);
    const { held, candidateRefused } = update;
    const before = current;
    if (held.position === before.message?.position && !lacksCandidate) return;
    const isStored = source !== 'network';
    lacksCandidate = isStored && (held.candidate ?? candidateRefused) !== undefined;
    current = heldOf(source, isStored ? liveOf(held) : held);
    tell.taken(before, current);
    if (candidateRefused !== undefined && !isStored) {
      const words = `A candidate was not taken, everybody gets what is live: ${candidateRefused}`;
      tell.candidateRefused(new SwitchyardError('bad-data', words));
    }
  }

  const orderOf = (position: unknown) => {
    const [theirs, ours] = [parsePosition(position), parsePosition(current.message?.position)];
    if (!theirs) throw bad('its position is not one');
    return ours && comparePositions(theirs, ours);
  };

  return {
    get current() {
      return current;
    },
    get position() {
      return lacksCandidate ? undefined : current.message?.position;
    },
    replace(message, source) {
      take(readRuleset(message, current.message, sha256), source);
    },
    patch(message) {
      const order = orderOf(memberOf(message, 'to'));
      if (order !== undefined && order <= 0) return;
      if (!current.message) throw bad('it changes a ruleset that is not here');
      take(applyDelta(current.message, message, sha256), 'network');
    },
    standing(heartbeat) {
      const order = orderOf(memberOf(heartbeat, 'position'));
      if (order === 0) return lacksCandidate ? 'behind' : 'current';
      return order !== undefined && order < 0 ? 'ahead' : 'behind';
    },
  };
}

export function heldOf(source: Source, message: HeldRuleset | undefined): Held {
  const { ruleset = emptyRuleset, release = 0, candidate } = message ?? {};
  const rulesets = candidate ? [ruleset, candidate.ruleset] : [ruleset];
  return {
    source,
    compiled: compile(ruleset, release),
    isInternal: internalTest(ruleset.internalUsers),
    candidate: candidate && compileCandidate(candidate, ruleset),
    trial: candidate && trialOf(candidate),
    defined: new Set(rulesets.flatMap(({ switches }) => Object.keys(switches))),
    splits: splitsIn(ruleset),
    candidateSplits: candidate ? splitsIn(candidate.ruleset) : new Map(),
    message,
    term: { isOver: false },
  };
}

function trialOf({ salt, stage, measures }: HeldCandidate): Trial | undefined {
  return stage === undefined || measures === undefined ? undefined : { salt, stage, measures };
}

const splitsIn = ({ switches }: Ruleset): Splits =>
  new Map(
    Object.entries(switches)
      .map(([key, definition]) => [key, runsOf(key, definition)] as const)
      .filter(([, runs]) => runs.size > 0),
  );

/** For the disk: what is live, and whether that was all. */
export const storable = (message: HeldRuleset): object =>
  message.candidate ? { ...liveOf(message), candidate: 'left out' } : message;

function liveOf({ candidate: _, ...live }: HeldRuleset): HeldRuleset {
  return live;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const memberOf = (message: unknown, name: string) =>
  (Object(message) as Record<string, unknown>)[name];
const bad = (reason: string) =>
  new SwitchyardError('bad-data', `A ruleset was not taken, the last good one stays: ${reason}`);
