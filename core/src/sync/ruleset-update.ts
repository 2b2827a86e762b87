import type { Ruleset } from '../ruleset.ts';

/** A ruleset as an SDK holds it: the data of a `ruleset` message. */
export interface HeldRuleset {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
}

export type RulesetUpdate =
  | { readonly ok: true; readonly held: HeldRuleset }
  | { readonly ok: false; readonly reason: string };

/** SHA-256 of a text as UTF-8, in hex. Without it, checksums are not checked. */
export type Sha256 = (text: string) => string;

export function readRuleset(
  _message: unknown,
  _held?: HeldRuleset,
  _sha256?: Sha256,
): RulesetUpdate {
  return { ok: false, reason: 'Rulesets cannot be read yet.' };
}

export function applyDelta(_held: HeldRuleset, _message: unknown, _sha256?: Sha256): RulesetUpdate {
  return { ok: false, reason: 'Deltas cannot be applied yet.' };
}
