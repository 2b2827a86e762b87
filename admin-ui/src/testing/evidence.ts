import type { Evidence, Sight, View } from '../guard-types.ts';

const beganAt = Date.parse('2026-11-21T12:00:00.000Z');
const at = (seconds: number) => new Date(beganAt + seconds * 1000).toISOString();
const arm = (affected: number | null, users: number, rate: number) => ({
  affected,
  users,
  rate,
  low: rate * 0.7,
  high: rate * 1.4,
});

export const usersView: View = {
  view: 'users',
  lnE: 12,
  ratio: 8,
  lowerBound: 4.9,
  canary: arm(41, 212, 0.193),
  control: arm(97, 4030, 0.0241),
};
const typically: View = {
  view: 'typical',
  lnE: 0.1,
  ratio: 1.02,
  lowerBound: 0,
  canary: arm(null, 212, 102),
  control: arm(null, 4030, 100),
};

export const rolledBackWords =
  'Rolled back after 34 s: 41 of 212 canary users had a failed checkout, 8 times the rate of the 4,030 others (at least 4.9 times). 1 in 100 harmless releases would be rolled back by mistake.';

/** Failed checkouts that were found after 34 s, and latency that was not. */
export const evidence = (over: Partial<Evidence> = {}): Evidence => ({
  release: 42,
  verdict: {
    action: 'roll back',
    reasons: [{ action: 'roll back', kind: 'evidence', metric: 'checkouts' }],
    metrics: [
      { key: 'checkouts', lnE: 12, views: [usersView] },
      { key: 'latency', lnE: 0.1, views: [typically] },
    ],
    lnE: 11.3,
    alpha: 0.01,
    afterMs: 34_000,
  },
  measured: [
    {
      key: 'checkouts',
      kind: 'users',
      worse: 'more',
      weight: 1,
      tolerated: 0,
      says: 'had a failed checkout',
    },
    { key: 'latency', kind: 'latency', worse: 'more', weight: 1, tolerated: 0.1 },
  ],
  users: { canary: 212, control: 4030 },
  words: rolledBackWords,
  curve: [
    [0, 0, 0],
    [17, 1, 2.3],
    [34, 1, 11.3],
  ].map(([seconds = 0, stage = 0, lnE = 0]) => ({
    at: at(seconds),
    stage,
    lnE,
    metrics: [
      { key: 'checkouts', lnE: lnE + 0.7 },
      { key: 'latency', lnE: 0.1 },
    ],
  })),
  dropped: 0,
  ...over,
});

export const unguarded = evidence({
  verdict: null,
  measured: [],
  users: null,
  words: null,
  curve: [],
});

export const sight: Sight = {
  isGuarded: true,
  power: 0.8,
  alpha: 0.01,
  usersPerHour: 6040,
  usersFrom: 'releases',
  metrics: [
    { key: 'checkouts', kind: 'users', worse: 'more', baseRate: 0.01, from: 'releases' },
    { key: 'orders', kind: 'users', worse: 'fewer', baseRate: 0.1, from: 'requests' },
    { key: 'latency', kind: 'latency', worse: 'more', baseRate: null, from: 'assumed' },
  ],
  stages: [
    {
      stage: 1,
      thousandths: 5000,
      users: 300,
      takesMs: 3_600_000,
      isTooFew: false,
      finds: [
        { key: 'checkouts', ratio: 4.48 },
        { key: 'orders', ratio: 3 },
        { key: 'latency', ratio: null },
      ],
    },
    {
      stage: 2,
      thousandths: 95_000,
      users: 40,
      takesMs: 60_000,
      isTooFew: true,
      finds: [
        { key: 'checkouts', ratio: null },
        { key: 'orders', ratio: null },
        { key: 'latency', ratio: null },
      ],
    },
  ],
};
