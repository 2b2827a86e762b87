import { type Guard, problemsWithGuard, usualGuard } from '../environments/guard.ts';
import type { Metric } from '../environments/metric.ts';
import { type CanaryPlan, problemsWithPlan, reachAt } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import * as metrics from '../metrics/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Runner } from '../platform/work.ts';
import type { Prospects } from './prospect-schemas.ts';
import { type Prospect, smallestVisibleRatio } from './visible.ts';

type StageProspect = Prospects['stages'][number];

const ALL = 100_000;
const HOUR = 3_600_000;
const POWER = 0.8;
const MINIMUM_AFFECTED = 3;
const ASSUMED_RATE = 0.01;

/** What a canary can see before it starts, with the policy's plan and guard or others. */
export async function prospectsIn(
  read: Runner['read'],
  environment: string,
  other: environments.PolicyEdit = {},
): Promise<Prospects> {
  const { plan, guard, usual } = await read(async (reading) => {
    const { policy } = await environments.find(reading, environment);
    const { plan = policy.plan, guard = policy.guard } = other;
    const { metrics: asked } = guard ?? usualGuard;
    return { plan, guard, usual: await metrics.usualIn(reading, environment, asked) };
  });
  const problems = [...problemsWithPlan(plan), ...problemsWithGuard(guard)];
  if (problems.length > 0) {
    const words = problems.map(({ message }) => message).join(' ');
    throw new Problem('invalid', words, { problems });
  }
  // Outside of the transaction: it takes a while.
  return { isGuarded: guard !== null, ...(await prospectsOf(plan, guard ?? usualGuard, usual)) };
}

/** By distinct users alone, and by each stage alone: what is found by sums, or over several stages, comes on top. */
async function prospectsOf(
  plan: CanaryPlan,
  guard: Guard,
  usual: metrics.Usual,
): Promise<Omit<Prospects, 'isGuarded'>> {
  const { alpha } = guard;
  const all = guard.metrics.reduce((sum, { weight }) => sum + weight, 0);
  const measured = guard.metrics.map((metric) => ({
    metric,
    ...baseOf(metric, usual),
    // An e-value that is a part of an average has to be as many times larger.
    alpha: (alpha * metric.weight) / all / viewsOf(metric),
  }));
  const stages: StageProspect[] = [];
  for (const stage of plan.keys()) {
    const { thousandths } = reachAt(plan, stage);
    if (plan[stage]?.audience.kind !== 'percentage') continue;
    const share = thousandths / ALL;
    const time = timeOf(share, plan[stage].minimumMs, guard, usual.usersPerHour);
    const finds = [];
    for (const { metric, baseRate, alpha } of measured) {
      const { key, worse } = metric;
      const prospect = { ...usualProspect, canaryUsers: time.users, share, alpha, worse };
      finds.push({ key, ratio: baseRate && (await visible({ ...prospect, baseRate })) });
    }
    stages.push({ stage, thousandths, ...time, finds });
  }
  return {
    power: POWER,
    alpha,
    usersPerHour: usual.usersPerHour,
    usersFrom: usual.usersFrom,
    metrics: measured.map(({ metric: { key, kind, worse }, baseRate, from }) => ({
      key,
      kind,
      worse,
      baseRate,
      from,
    })),
    stages,
  };
}

const usualProspect = { power: POWER, minimumAffected: MINIMUM_AFFECTED };

const viewsOf = ({ kind }: Metric) => (kind === 'errors' ? 2 : 1);

function baseOf(
  { key, kind }: Metric,
  { rates }: metrics.Usual,
): Pick<Prospects['metrics'][number], 'baseRate' | 'from'> {
  const usual = rates[key];
  if (kind !== 'users' && kind !== 'errors') return { baseRate: null, from: 'assumed' };
  return usual
    ? { baseRate: usual.rate, from: usual.from }
    : { baseRate: ASSUMED_RATE, from: 'assumed' };
}

function timeOf(
  share: number,
  minimumMs: number,
  { minimumUsers, maximumMs }: Guard,
  usersPerHour: number | null,
): Pick<StageProspect, 'users' | 'takesMs' | 'isTooFew'> {
  if (usersPerHour === null) return { users: minimumUsers, takesMs: null, isTooFew: false };
  const comeIn = (ms: number) => (usersPerHour * share * ms) / HOUR;
  const needsMs = (minimumUsers / (usersPerHour * share)) * HOUR;
  const takesMs = Math.round(Math.max(minimumMs, needsMs));
  if (maximumMs !== null && takesMs > Math.max(maximumMs, minimumMs)) {
    const lasts = Math.max(maximumMs, minimumMs);
    return { users: Math.floor(comeIn(lasts)), takesMs: lasts, isTooFew: true };
  }
  return { users: Math.max(minimumUsers, Math.floor(comeIn(minimumMs))), takesMs, isTooFew: false };
}

/** What was computed of late: plans and traffic are much the same from look to look. */
const known = new Map<string, number | null>();
const MOST_KNOWN = 1000;

/** Some milliseconds of work each, so that others come in between. */
async function visible(prospect: Prospect): Promise<number | null> {
  const rounded = {
    ...prospect,
    canaryUsers: significant(prospect.canaryUsers),
    baseRate: significant(prospect.baseRate),
  };
  const key = JSON.stringify(rounded);
  const before = known.get(key);
  if (before !== undefined) return before;
  await new Promise((resolve) => setImmediate(resolve));
  const ratio = smallestVisibleRatio(rounded);
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(key, ratio);
  return ratio;
}

const significant = (value: number) => Number(value.toPrecision(2));
