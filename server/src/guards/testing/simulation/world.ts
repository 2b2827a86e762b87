import type { Metric } from '../../../metrics/service.ts';

export type Draw = () => number;
type Track = (event: string, value?: number) => void;

/** Who comes, and what happens to them. */
export interface World {
  readonly visitor: (draw: Draw) => number;
  readonly visit: (about: Visit, track: Track, draw: Draw) => void;
}

interface Visit {
  readonly user: number;
  readonly isCanary: boolean;
  readonly second: number;
}

export const USERS = 20_000;

export const failing: Metric = {
  key: 'failing',
  kind: 'users',
  event: 'failed',
  worse: 'more',
  weight: 1,
  tolerated: 0,
};
export const failed: Metric = { ...failing, key: 'failed', kind: 'ratio' };
export const failures: Metric = { ...failing, key: 'failures', kind: 'errors' };
export const slowness: Metric = { ...failing, key: 'slowness', kind: 'latency', event: 'request' };

/** Every user as likely and as lucky as any other. */
export function even(rate: (about: Visit) => number): World {
  return {
    visitor: (draw) => Math.floor(USERS * draw()),
    visit(about, track, draw) {
      track('request');
      if (draw() < rate(about)) track('failed');
    },
  };
}

/** Few users come often (gamma activity, shape ½), and 3 % of them have 30 % of their requests fail. */
export function clustered(draw: Draw): World {
  const visits: number[] = [];
  for (let user = 0; user < USERS; user++) {
    for (let visit = Math.round(20 * normal(draw) ** 2); visit > 0; visit--) visits.push(user);
  }
  return {
    ...even(({ user }) => (user % 100 < 3 ? 0.3 : 0.001)),
    visitor: (draw) => visits[Math.floor(visits.length * draw())] as number,
  };
}

/** Lognormal times around 100 ms: users differ by 0.5, requests of a user, so many a visit, by 0.9. */
export function timed(draw: Draw, requests: number, pace: (about: Visit) => number): World {
  const paces = Float64Array.from({ length: USERS }, () => Math.exp(0.5 * normal(draw)));
  return {
    ...even(() => 0),
    visit(about, track, draw) {
      const own = 100 * (paces[about.user] as number) * pace(about);
      for (let request = 0; request < requests; request++) {
        track('request', own * Math.exp(0.9 * normal(draw)));
      }
    },
  };
}

/** Ten metrics of all kinds, of which the first weighs as much as all others. */
export const ten: readonly Metric[] = [
  { ...failures, weight: 9 },
  { ...slowness, key: 'slowness' },
  { ...failing, key: 'basket', kind: 'mean', event: 'basket' },
  { ...failing, key: 'retries', kind: 'ratio', event: 'retried' },
  { ...failing, key: 'refusals', kind: 'ratio', event: 'refused', per: 'bought' },
  { ...failing, key: 'purchases', worse: 'fewer', event: 'bought' },
  ...[0, 1, 2, 3].map((at) => ({ ...failing, key: `odd-${at}`, event: `odd-${at}` })),
];

export function shop(draw: Draw): World {
  const { visit, ...world } = timed(draw, 1, () => 1);
  return {
    ...world,
    visit(about, track, draw) {
      visit(about, track, draw);
      if (draw() < 0.01) track('failed');
      if (draw() < 0.03) track('retried');
      for (let at = 0; at < 4; at++) if (draw() < 0.004 * (at + 1)) track(`odd-${at}`);
      if (draw() >= 0.08) return;
      track('bought');
      track('basket', 20 * Math.exp(0.6 * normal(draw)));
      if (draw() < 0.1) track('refused');
    },
  };
}

function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
