import { describeRule, type Outcome, type Reason, type Rule, type Step } from '@switchyard/core';
import type { Stale, StoredSwitch } from '../api-types.ts';
import { percent } from './percent.ts';

const mostRules = 3;

/** Who gets a switch, in one line: "internal users, then 5 %". */
export function summaryOf(stored: StoredSwitch): string {
  if (stored.killed) return 'nobody, until it is revived';
  if (stored.archived) return 'kept, but not sent to applications';
  if (stored.state === 'off') return 'nobody';
  if (stored.state === 'on') return 'everybody';
  if (stored.rules.length === 0) return 'nobody: there are no rules yet';
  const shown = stored.rules.slice(0, mostRules).map(shortRule).join(', then ');
  const more = stored.rules.length - mostRules;
  return more > 0 ? `${shown}, and ${more} more ${more === 1 ? 'rule' : 'rules'}` : shown;
}

/** That a switch has probably done its work. */
export const staleInShort: Readonly<Record<Stale['why'], string>> = {
  'not-asked-for': 'not asked for any more',
  'on-for-everyone': 'on for everyone for weeks',
  'off-for-everyone': 'off for everyone for weeks',
};

function shortRule(rule: Rule): string {
  const [only, ...more] = rule.conditions;
  if (rule.serve !== 'on' || more.length > 0 || only?.not) return describeRule(rule);
  if (only?.type === 'internal-users') return 'internal users';
  if (only?.type === 'percentage' && only.by === undefined) return percent(only.thousandths);
  return describeRule(rule);
}

/** Why a resolution came about, in a sentence. */
export function reasonInWords(outcome: Outcome, steps: readonly Step[]): string {
  if (outcome.errorCode === 'FLAG_NOT_FOUND')
    return 'There is no such switch here; applications use their default.';
  if (outcome.errorCode === 'TARGETING_KEY_MISSING') {
    return 'No rule holds, and a percentage could not be decided without a targeting key.';
  }
  const last = steps.at(-1);
  if (outcome.reason === 'DISABLED') return disabledBecause(last);
  if (outcome.ruleId !== undefined && last?.kind === 'rule') return `${nameOf(last)} decides.`;
  return sentences[outcome.reason];
}

const sentences: Readonly<Record<Reason, string>> = {
  STATIC: 'It is the same for everybody.',
  TARGETING_MATCH: 'A rule holds.',
  SPLIT: 'A percentage or a split decided.',
  DEFAULT: 'No rule holds.',
  DISABLED: 'The switch is off.',
  STALE: 'An older ruleset decided.',
  ERROR: 'It could not be evaluated; applications use their default.',
};

function disabledBecause(last: Step | undefined): string {
  if (last?.kind === 'ancestor')
    return `It belongs to ${last.key}, which is not active for this user.`;
  if (last?.kind === 'requirement')
    return `It requires ${last.key}, which is not so for this user.`;
  if (last?.kind === 'stuck') return 'It requires itself in a circle, and is off.';
  return 'The switch is off.';
}

export const nameOf = ({ number, rule }: { number: number; rule: Rule }) =>
  rule.name ? `Rule ${number}, ${rule.name},` : `Rule ${number}`;
