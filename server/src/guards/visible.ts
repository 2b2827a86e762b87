import { type FirstEvents, lnE1 } from './e1.ts';
import { lnGamma, lnPhi } from './math.ts';

export interface Prospect {
  readonly canaryUsers: number;
  readonly share: number;
  /** The share of users who have the bad event anyway. */
  readonly baseRate: number;
  readonly alpha: number;
  /** How likely it is to be seen, before that many canary users have come. */
  readonly power: number;
  readonly minimumAffected: number;
  /** More, unless said otherwise. */
  readonly worse?: 'more' | 'fewer';
}

/** Affected users to be expected on either side; where fewer is worse the sides are swapped, as evidence sees them. */
interface Expected {
  readonly canary: number;
  readonly control: number;
}

/**
 * What a canary can see: the smallest rate ratio that E1 finds with the wanted power. Null if not
 * even a bug that hits every user would be found. Computed, not simulated: exact for Poisson
 * counts up to 1,000 affected users; beyond, by the normal distribution at the end of the walk,
 * which asks for some 3 % more. E1 alone: a metric with a weight has alpha times weight.
 */
export function smallestVisibleRatio(prospect: Prospect): number | null {
  const { canaryUsers, share, baseRate, power, worse } = prospect;
  if (!(canaryUsers > 0 && baseRate > 0 && share > 0 && share < 1)) return null;
  const { canary, control } = expected(prospect, 1);
  const chance =
    canary + control > MANY_EVENTS ? chanceAtTheEnd(prospect) : chanceOnTheWay(prospect);

  let [unseen, seen] = [1, worse === 'fewer' ? NONE_LEFT : 1 / baseRate];
  if (chance(seen) < power) return null;
  while (seen / unseen > 1.001) {
    const middle = Math.sqrt(seen * unseen);
    if (chance(middle) >= power) seen = middle;
    else unseen = middle;
  }
  return seen;
}

/** More would take too long to walk. */
const MANY_EVENTS = 1000;
const HARDLY = 1e-13;
/** So many times less is as good as nothing. */
const NONE_LEFT = 1e6;

function expected({ canaryUsers, share, baseRate, worse }: Prospect, ratio: number): Expected {
  const others = ((canaryUsers * (1 - share)) / share) * baseRate;
  return worse === 'fewer'
    ? { canary: others, control: (canaryUsers * baseRate) / ratio }
    : { canary: canaryUsers * baseRate * ratio, control: others };
}

const sideOf = ({ share, worse }: Prospect) => (worse === 'fewer' ? 1 - share : share);

/** The chance that the evidence has reached 1/α at some time, user by user. */
function chanceOnTheWay(prospect: Prospect) {
  const threshold = -Math.log(prospect.alpha);
  const share = sideOf(prospect);
  const enough: number[] = [];
  /** How many affected canary users it takes beside so many in control. */
  const enoughBeside = (control: number) => {
    for (let canary = enough.at(-1) ?? prospect.minimumAffected; enough.length <= control; ) {
      const seen: FirstEvents = { share, canary, control: enough.length };
      if (lnE1([seen]) >= threshold) enough.push(canary);
      else canary++;
    }
    return enough[control] ?? 0;
  };

  return (ratio: number) => {
    const { canary, control } = expected(prospect, ratio);
    const isCanary = canary / (canary + control);
    const reached = poissonTails(canary + control);
    let chance = 0;
    /** From so many affected canary users on: the probability to be there without having been found. */
    let [least, walking] = [0, [1]];
    for (let event = 1; event < reached.length; event++) {
      const next = new Array<number>(walking.length + 1).fill(0);
      walking.forEach((probability, at) => {
        const canary = least + at;
        next[at] = (next[at] ?? 0) + probability * (1 - isCanary);
        const found = canary + 1 >= enoughBeside(event - 1 - canary);
        if (found) chance += probability * isCanary * (reached[event] ?? 0);
        else next[at + 1] = probability * isCanary;
      });
      // What hardly ever happens is left out: there is much of it on both sides.
      while ((next.at(-1) ?? 1) < HARDLY) next.pop();
      const unlikely = next.findIndex((probability) => probability >= HARDLY);
      [least, walking] = [least + Math.max(unlikely, 0), next.slice(Math.max(unlikely, 0))];
    }
    return chance;
  };
}

/** The chance that the evidence is at 1/α at the end. */
function chanceAtTheEnd(prospect: Prospect) {
  const share = sideOf(prospect);
  return (ratio: number) => {
    const { canary, control } = expected(prospect, ratio);
    const events = canary + control;
    const isCanary = canary / events;
    let [few, many] = [0, events];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (few + many) / 2;
      const seen: FirstEvents = { share, canary: middle, control: events - middle };
      if (lnE1([seen]) >= -Math.log(prospect.alpha)) many = middle;
      else few = middle;
    }
    const spread = Math.sqrt(events * isCanary * (1 - isCanary));
    return Math.exp(lnPhi((canary - many) / spread));
  };
}

/** P(X ≥ k) for k = 0, 1, …, while it is worth counting. */
function poissonTails(mean: number): number[] {
  const last = Math.ceil(mean + 8 * Math.sqrt(mean) + 20);
  const tails = new Array<number>(last + 1).fill(0);
  let tail = 0;
  for (let k = last; k >= 0; k--) {
    tail += Math.exp(k * Math.log(mean) - mean - lnGamma(k + 1));
    tails[k] = tail;
  }
  return tails;
}
