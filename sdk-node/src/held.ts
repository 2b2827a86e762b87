import { createHash } from 'node:crypto';
import {
  applyDelta,
  type CompiledRuleset,
  comparePositions,
  compile,
  emptyRuleset,
  type HeldRuleset,
  parsePosition,
  type RulesetUpdate,
  readRuleset,
} from '@switchyard/core';
import type { Source } from './events.ts';
import { SwitchyardError } from './problem.ts';

/** A ruleset to decide with. */
export interface Held {
  readonly source: Source;
  readonly compiled: CompiledRuleset;
  readonly message: HeldRuleset | undefined;
  /** Whether it was replaced so long ago that what still has it cannot be a request. */
  readonly term: { isOver: boolean };
}

/** Holds the last good ruleset. Only a whole, newer and verified one takes its place. */
export interface Holder {
  readonly current: Held;
  readonly position: string | undefined;
  /** Takes a `ruleset` message. Throws if it is bad, and then keeps what it has. */
  replace(message: unknown, source: Source): void;
  /** Takes a `delta` message, or throws. */
  patch(message: unknown): void;
  /** How what is held compares to what a `heartbeat` says the server has. */
  standing(heartbeat: unknown): 'current' | 'behind' | 'ahead';
}

export function createHolder(taken: (before: Held, after: Held) => void): Holder {
  let current = heldOf('none', undefined);

  function take(update: RulesetUpdate, source: Source) {
    if (!update.ok) throw bad(update.reason);
    const before = current;
    if (update.held.position === before.message?.position) return;
    current = heldOf(source, update.held);
    taken(before, current);
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
      return current.message?.position;
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
      if (order === 0) return 'current';
      return order !== undefined && order < 0 ? 'ahead' : 'behind';
    },
  };
}

export function heldOf(source: Source, message: HeldRuleset | undefined): Held {
  const compiled = compile(message?.ruleset ?? emptyRuleset, message?.release ?? 0);
  return { source, compiled, message, term: { isOver: false } };
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const memberOf = (message: unknown, name: string) =>
  (Object(message) as Record<string, unknown>)[name];
const bad = (reason: string) =>
  new SwitchyardError('bad-data', `A ruleset was not taken, the last good one stays: ${reason}`);
