import type { Weighted } from '@switchyard/core';
import { lnSampleRatio } from '../guards/assignment.ts';
import { type Interval, shareInterval } from '../guards/intervals.ts';
import { lnMean } from '../guards/math.ts';
import { lnTwoSided, type Pair, ratioInterval } from './two-sided.ts';

interface Counts {
  readonly variant: string;
  readonly users: number;
  readonly affected: number;
}

/** A variant beside the control. */
export interface Against {
  /** How many times the control's rate; null while nobody of the control was affected. */
  readonly ratio: number | null;
  readonly low: number;
  /** Null: no end to be seen. */
  readonly high: number | null;
  readonly lnE: number;
  readonly finding: 'more' | 'fewer' | 'open';
}

export interface ComparedVariant extends Counts {
  /** Thousandths of a percent. */
  readonly weight: number;
  readonly rate: number | null;
  readonly low: number;
  readonly high: number;
  /** Null for the control. */
  readonly against: Against | null;
}

export interface Compared {
  readonly control: string;
  readonly variants: readonly ComparedVariant[];
  /** How sure all intervals together are. */
  readonly confidence: number;
  readonly assignment: { readonly lnE: number; readonly isSuspicious: boolean };
}

const ALPHA = 0.05;
const ALL = 100_000;
/** Once in a thousand sound experiments this is seen by chance. */
const SUSPICIOUS = Math.log(1000);
const MOST_LN = 700;

/** The variants of one split, each against the control: the one of that name, else `off`, else the first. */
export function compareVariants(split: readonly Weighted[], counts: readonly Counts[]): Compared {
  const weights = new Map<string, number>();
  for (const { variant, weight } of split) {
    weights.set(variant, (weights.get(variant) ?? 0) + weight);
  }
  const all = [...weights].map(([variant, weight]) => ({
    users: 0,
    affected: 0,
    ...counts.find((each) => each.variant === variant),
    variant,
    weight,
  }));
  const given = all.filter(({ weight }) => weight > 0);
  const named = (name: string) => given.find(({ variant }) => variant === name);
  const control = named('control') ?? named('off') ?? given[0] ?? all[0];
  const alpha = ALPHA / Math.max(1, given.length - 1);

  return {
    control: control?.variant ?? '',
    variants: all.map((each) => ({
      ...each,
      rate: each.users > 0 ? each.affected / each.users : null,
      ...shareInterval(each.affected, each.users, ALPHA),
      against:
        control === undefined || each === control || each.weight === 0
          ? null
          : against(each, control, alpha),
    })),
    confidence: 1 - ALPHA,
    assignment: assignmentOf(all),
  };
}

type Weighed = Counts & { readonly weight: number };

function against(each: Weighed, control: Weighed, alpha: number): Against {
  const share = each.weight / (each.weight + control.weight);
  const pair: Pair = { share, affected: each.affected, others: control.affected };
  const { low, high } = ratioInterval(pair, alpha);
  return {
    ratio: control.affected > 0 ? (each.affected / control.affected) * ((1 - share) / share) : null,
    low,
    high: Number.isFinite(high) ? high : null,
    lnE: lnTwoSided(pair),
    finding: findingOf({ low, high }),
  };
}

const findingOf = ({ low, high }: Interval) => (low > 1 ? 'more' : high < 1 ? 'fewer' : 'open');

/** Whether users are given the variants as often as they should be: else something is wrong, and no rate to be trusted. */
function assignmentOf(all: readonly Weighed[]): Compared['assignment'] {
  const total = all.reduce((sum, { users }) => sum + users, 0);
  const lns = all
    .filter(({ weight }) => weight > 0 && weight < ALL)
    .map(({ users, weight }) => lnSampleRatio(users, total - users, weight / ALL));
  const isImpossible = all.some(({ weight, users }) => weight === 0 && users > 0);
  const lnE = isImpossible ? MOST_LN : Math.min(MOST_LN, lnMean(lns));
  return { lnE, isSuspicious: lnE >= SUSPICIOUS };
}
