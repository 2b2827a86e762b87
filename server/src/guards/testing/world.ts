import type { Arms, Sums } from '../../metrics/counts.ts';

export interface World {
  readonly users: number;
  /** Who comes next. */
  readonly visitor: (draw: () => number) => number;
  readonly errorRate: (user: number, isCanary: boolean, second: number) => number;
  /** The canary's share at a time. */
  readonly share: (second: number) => number;
}

/** What has been counted since the stage began; `firsts` are of the whole release, by stage. */
export interface Tally {
  readonly share: number;
  readonly firsts: { canary: number; control: number };
  readonly bad: { canary: number; control: number };
  readonly users: { canary: number; control: number };
  readonly sums: Arms<Sums & { n: number[]; y: number[] }>;
}

/**
 * Sends 100 requests a second through a fresh split of the users, for so many seconds or until
 * `look`, asked every 5 s, has seen enough. Answers whether it has.
 */
export function release(
  draw: () => number,
  world: World,
  seconds: number,
  look: (stages: readonly Tally[]) => boolean,
): boolean {
  const buckets = Float64Array.from({ length: world.users }, draw);
  const bins = Uint8Array.from({ length: world.users }, () => 128 * draw());
  const wasBad = new Uint8Array(world.users);
  const seenIn = new Uint8Array(world.users);
  const stages: Tally[] = [];

  for (let second = 0; second < seconds; second++) {
    const share = world.share(second);
    if (stages.at(-1)?.share !== share) stages.push(emptyTally(share));
    const tally = stages.at(-1) as Tally;
    for (let request = 0; request < 100; request++) {
      const user = world.visitor(draw);
      const arm = (buckets[user] as number) < share ? 'canary' : 'control';
      const bin = bins[user] as number;
      const { n, y } = tally.sums[arm];
      (n[bin] as number)++;
      if (seenIn[user] !== stages.length) tally.users[arm]++;
      seenIn[user] = stages.length;
      if (draw() >= world.errorRate(user, arm === 'canary', second)) continue;
      (y[bin] as number)++;
      tally.bad[arm]++;
      if (!wasBad[user]) tally.firsts[arm]++;
      wasBad[user] = 1;
    }
    if (second % 5 === 4 && look(stages)) return true;
  }
  return false;
}

/** In how many of so many releases it is seen. */
export function timesSeen(releases: number, run: (release: number) => boolean): number {
  let seen = 0;
  for (let each = 0; each < releases; each++) if (run(each)) seen++;
  return seen;
}

/** Every user as likely and as lucky as any other. */
export const even: World = {
  users: 20_000,
  visitor: (draw) => Math.floor(20_000 * draw()),
  errorRate: () => 0.01,
  share: () => 0.05,
};

/** Of 4,000 users few come often (gamma activity, shape 1/2), and 3 % have 30 % of requests fail. */
export function clustered(draw: () => number): World {
  const visits: number[] = [];
  for (let user = 0; user < 4000; user++) {
    const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    for (let visit = Math.round(20 * normal * normal); visit > 0; visit--) visits.push(user);
  }
  return {
    ...even,
    users: 4000,
    visitor: (draw) => visits[Math.floor(visits.length * draw())] as number,
    errorRate: (user) => (user % 100 < 3 ? 0.3 : 0.001),
  };
}

/** 5 % for five minutes, then half, when an incident that has nothing to do with it triples errors. */
export const ramped: World = {
  ...even,
  errorRate: (_user, _isCanary, second) => (second < 300 ? 0.01 : 0.03),
  share: (second) => (second < 300 ? 0.05 : 0.5),
};

function emptyTally(share: number): Tally {
  const zeros = () => new Array<number>(128).fill(0);
  const none = () => ({ canary: 0, control: 0 });
  const sums = { canary: { n: zeros(), y: zeros() }, control: { n: zeros(), y: zeros() } };
  return { share, firsts: none(), bad: none(), users: none(), sums };
}
