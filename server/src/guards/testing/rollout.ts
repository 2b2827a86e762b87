import { type Client, type ClientOptions, createClient } from '@switchyard/sdk-node';
import { expect, onTestFinished, vi } from 'vitest';
import type { Metric } from '../../environments/metric.ts';
import { countsOf } from '../../metrics/service.ts';
import { rolloutIn } from '../../releases/rollout.ts';
import { listening } from '../../testing/listening.ts';
import { station } from '../../trains/testing/station.ts';

const environment = 'production';
const MINUTE = 60_000;

export type Arm = 'canary' | 'control';

export const errors: Metric = {
  key: 'errors',
  kind: 'errors',
  event: 'request.error',
  worse: 'more',
  weight: 1,
  tolerated: 0,
};

/** A real server by the real clock, on which a release has just begun to roll out, and applications that follow it. */
export async function rollout({ metrics = [errors] as readonly Metric[], secondsEach = 3 } = {}) {
  const plan = [20_000, 50_000].map((thousandths) => ({
    audience: { kind: 'percentage', thousandths } as const,
    minimumMs: secondsEach * 1000,
  }));
  const guard = { metrics, alpha: 0.01, minimumUsers: 20, maximumMs: null, tooFewUsers: 'hold' };
  const app = await station({ plan, guard } as object, { clock: () => new Date() });
  const url = await listening(app);
  const { headers } = await app.sdkKey();
  const http = app.client(headers);
  await http.post('/sdk/reports', { instance: 'before', sequence: 1, metrics: usual() });

  await app.boards(app.driver, 'awesome');
  await app.tells(app.driver, { do: 'mark', change: 1, mark: 'good' });
  const { body } = await app.tells(app.driver, { do: 'depart', group: 1 });
  const number: number = body.rollout.release;
  app.trainClock.start();
  onTestFinished(() => app.trainClock.stop());
  const salt = (await app.read((reading) => rolloutIn(reading, environment)))?.salt ?? '';

  const evidence = async () =>
    (await app.driver.get(`${app.base}/releases/${number}/evidence`)).body;
  return {
    ...app,
    url,
    headers,
    http,
    number,
    salt,
    evidence,
    /** Counted per arm, over all stages. */
    counted: async () => {
      const counts = await app.read((reading) => countsOf(reading, environment, salt));
      const stages = counts?.metrics[0]?.stages ?? [];
      const sum = (bins: readonly number[] = []) => bins.reduce((all, each) => all + each, 0);
      const inArm = (arm: Arm) => ({
        users: counts?.exposed.release[arm] ?? 0,
        requests: stages.reduce((all, { sums }) => all + sum(sums?.events?.[arm].n), 0),
        errors: stages.reduce((all, { sums }) => all + sum(sums?.events?.[arm].y), 0),
        affected: stages.reduce((all, { affected }) => all + (affected?.[arm] ?? 0), 0),
      });
      return { canary: inArm('canary'), control: inArm('control') };
    },
    /** What graphs have of an event since the departure, over all arms. */
    graphed: async (event: string) => {
      const rows = await app.place.run(`select totals from series where event = '${event}'`);
      const all = rows.flatMap(({ totals }) => {
        const { none: _, ...arms } = JSON.parse(String(totals)).totals;
        return Object.values(arms) as [number, number][];
      });
      return all.reduce((sum, [count]) => sum + count, 0);
    },
    application: (options: Partial<ClientOptions<object>> = {}) =>
      application({ url, key: headers.authorization.split(' ')[1] ?? '', ...options }),
    until: (said: (evidence: Awaited<ReturnType<typeof app.driver.get>>['body']) => void) =>
      until(async () => said(await evidence())),
    arrives: () =>
      until(async () => {
        expect(await app.yard()).toMatchObject({ release: number, rollout: null, holds: [] });
      }),
    isTakenBack: () =>
      until(async () => {
        expect(await app.yard()).toMatchObject({ rollout: null, holds: [{ by: { id: 'guard' } }] });
      }),
  };
}

/** Within reason. */
const until = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { timeout: 120_000, interval: 100 });

/** An application whose users make requests, and what it knows to have counted. */
async function application(options: ClientOptions<object>) {
  const flags: Client = createClient({
    directory: false,
    random: () => 0,
    onError: () => {},
    ...options,
  });
  onTestFinished(() => flags.close());
  await flags.ready();
  const arm = (user: string) => flags.explain('awesome', { targetingKey: user }).arm;
  await until(async () => expect(arm('anybody')).toMatch(/canary|control/));

  const none = () => ({ users: new Set(), requests: 0, errors: 0, affected: new Set() });
  const tracked = { canary: none(), control: none() };
  let visits = 0;

  function visit(user: string, happens: (arm: Arm) => readonly string[]) {
    const is = arm(user);
    if (is !== 'canary' && is !== 'control') return;
    const events = ['request', ...happens(is)];
    for (const event of events) flags.track(event, { targetingKey: user });
    tracked[is].users.add(user);
    tracked[is].requests++;
    if (!events.includes('request.error')) return;
    tracked[is].errors++;
    tracked[is].affected.add(user);
  }

  return {
    flags,
    arm,
    visit,
    /** As the server should have counted it. */
    tracked: () => ({ canary: inNumbers(tracked.canary), control: inNumbers(tracked.control) }),
    /** New users go on coming, 50 a second, until the test is over; to them this happens. */
    isBusy(happens: (arm: Arm, visit: number) => readonly string[] = () => []) {
      const timer = setInterval(() => {
        for (let each = 0; each < 5; each++) {
          const at = visits++;
          visit(`user-${at}`, (is) => happens(is, at));
        }
      }, 100);
      const stop = () => clearInterval(timer);
      onTestFinished(stop);
      return stop;
    },
  };
}

const inNumbers = ({ users, affected, ...counts }: Tracked) => ({
  ...counts,
  users: users.size,
  affected: affected.size,
});

interface Tracked {
  readonly users: ReadonlySet<unknown>;
  readonly requests: number;
  readonly errors: number;
  readonly affected: ReadonlySet<unknown>;
}

/** A calm quarter of an hour: 1,000 requests a minute, of which 10 fail. */
function usual() {
  const now = Math.floor(Date.now() / MINUTE);
  const minutes = Array.from({ length: 15 }, (_, at) => ({
    minute: now - 15 + at,
    events: {
      request: { totals: { none: [1000, 0] } },
      'request.error': { totals: { none: [10, 0] } },
    },
  }));
  return { minutes, trials: [], dropped: 0 };
}
