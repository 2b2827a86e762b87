import type { Guard } from '../environments/guard.ts';
import { type CanaryPlan, reachAt } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import * as metrics from '../metrics/service.ts';
import type { Actor, Reading, Runner } from '../platform/work.ts';
import { rolloutIn } from '../releases/rollout.ts';
import * as releases from '../releases/service.ts';
import { judge, type Plan, type Verdict } from './judge.ts';
import type { Evidence } from './schemas.ts';
import * as store from './store.ts';
import { inWords, rollbackInWords } from './words.ts';

export { lastVerdict } from './figures.ts';
export { sweep } from './sweep.ts';

const actor: Actor = { kind: 'system', id: 'guard', name: 'The guard' };

const ALL = 100_000;
/** Reports come every 5 s from each SDK, and trains ask more often. */
const LOOK_MS = 1000;
/** What is kept of the evidence: a look each 5 s, and after a quarter of an hour 200 for each doubling of the time or so. */
const KEEP_MS = 5000;
const KEPT_PART = 1 / 200;

/** What to do with what rolls out, and why: a part of a sentence, or a whole one for a rollback. */
export interface Opinion {
  readonly verdict: Verdict['action'];
  readonly why: string;
}

type Rollout = NonNullable<Awaited<ReturnType<typeof rolloutIn>>>;

interface Judged {
  readonly rollout: Rollout;
  readonly at: Date;
  readonly verdict: Verdict;
  readonly words: string;
  readonly counts: metrics.Counts;
}

const byTimeOnly: Opinion = {
  verdict: 'advance',
  why: 'there is no guard: it goes by time only',
};

const opinionOf = (judged: Judged | undefined): Opinion =>
  judged ? { verdict: judged.verdict.action, why: judged.words } : byTimeOnly;

/** What the guard would say now. */
export const opinionIn = async (reading: Reading, environment: string): Promise<Opinion> =>
  opinionOf(await judgedIn(reading, environment));

/** Undefined where nothing is out, or policy had no guard when it departed or has none now. */
async function judgedIn(
  reading: Reading,
  environment: string,
  known?: Judged,
): Promise<Judged | undefined> {
  const { guard } = (await environments.find(reading, environment)).policy;
  const rollout = guard === null ? undefined : await rolloutIn(reading, environment);
  if (guard === null || rollout === undefined) return undefined;
  if (known && isFresh(known, rollout, reading.now)) return known;
  const counts = await metrics.countsOf(reading, environment, rollout.salt);
  if (counts === undefined) return undefined;
  const verdict = judge({
    ...counts,
    plan: planOf(guard, rollout.plan),
    stage: rollout.stage,
    stageStartedAt: rollout.stageSince,
    now: reading.now,
  });
  return { rollout, at: reading.now, verdict, words: wordsOf(verdict, counts), counts };
}

function isFresh({ rollout, at }: Judged, now: Rollout, time: Date): boolean {
  const ageMs = time.getTime() - at.getTime();
  const isSame = rollout.release === now.release && rollout.stage === now.stage;
  return isSame && ageMs >= 0 && ageMs < LOOK_MS;
}

const planOf = (guard: Guard, plan: CanaryPlan): Plan => ({
  alpha: guard.alpha,
  tooFewUsers: guard.tooFewUsers,
  stages: plan.map(({ minimumMs }, at) => ({
    share: reachAt(plan, at).thousandths / ALL,
    minimumMs,
    minimumUsers: guard.minimumUsers,
    ...(guard.maximumMs !== null && { maximumMs: guard.maximumMs }),
  })),
});

function wordsOf(verdict: Verdict, { metrics }: metrics.Counts): string {
  if (verdict.action === 'roll back') {
    return rollbackInWords(
      verdict,
      metrics.map(({ metric }) => metric),
    );
  }
  const [reason] = verdict.reasons;
  return reason ? inWords(reason) : 'nothing is against it';
}

/** Judges what rolls out, and keeps what it thought for people to look at. It does nothing about it. */
export function createGuard({ runner }: { runner: Runner }) {
  const looks = new Map<string, Judged>();

  async function keep(environment: string, judged: Judged) {
    const { rollout, at, verdict, words } = judged;
    const { salt, release } = rollout;
    const { action } = verdict;
    const last = await runner.read(({ tx }) => store.latest(tx, environment, salt));
    const isSame = last?.release === release;
    if (isSame && last.action === action && !isDue(last.at, at, rollout)) return;
    const text = textOf(judged);
    const row = { environment, release, salt, at, action, words, verdict: text, isLast: true };
    await runner.write(
      actor,
      async ({ tx, announce }) => {
        if (isSame) await store.outdate(tx, last, pointOf(last.verdict));
        await store.insert(tx, row);
        announce({ kind: 'judged', environment });
      },
      action === 'roll back' ? 'urgent' : 'normal',
    );
  }

  return async (environment: string): Promise<Opinion> => {
    const known = looks.get(environment);
    const judged = await runner.read((reading) => judgedIn(reading, environment, known));
    if (judged === undefined) looks.delete(environment);
    else if (judged !== known) {
      await keep(environment, judged);
      looks.set(environment, judged);
    }
    return opinionOf(judged);
  };
}

/** What the curve needs of a look. */
function pointOf(text: string): string {
  const { point } = JSON.parse(text) as Kept;
  return JSON.stringify({ point });
}

function isDue(last: Date, now: Date, { startedAt }: Rollout): boolean {
  const afterMs = (last.getTime() - startedAt.getTime()) * KEPT_PART;
  return now.getTime() - last.getTime() >= Math.max(KEEP_MS, afterMs);
}

/** One look, as it is kept. */
type Kept = NonNullable<Evidence['verdict']> &
  Pick<Evidence, 'measured' | 'users' | 'dropped'> & { readonly point: Evidence['curve'][number] };

function textOf({ verdict, rollout: { stage }, counts }: Judged): string {
  const { canary, control, sample } = counts.exposed.release;
  return JSON.stringify({
    ...verdict,
    point: { ...verdict.point, stage },
    measured: counts.metrics.map(({ metric: { key, kind, worse, weight, tolerated, says } }) => ({
      key,
      kind,
      worse,
      weight,
      tolerated,
      says,
    })),
    users: { canary: canary / sample, control: control / sample },
    dropped: counts.dropped,
  });
}

/** What speaks for and against a release: now while it rolls out, else when it was judged last. */
export async function evidenceOn(
  reading: Reading,
  environment: string,
  release: number,
): Promise<Evidence> {
  await releases.find(reading, environment, release);
  const judged = await judgedIn(reading, environment);
  const current = judged?.rollout.release === release ? judged : undefined;
  const salt = current?.rollout.salt ?? (await store.saltOf(reading.tx, environment, release));
  const kept = salt === undefined ? [] : await store.all(reading.tx, environment, salt);
  const looks = [
    ...kept.map(({ words, verdict }) => ({ words, text: verdict })),
    ...(current ? [{ words: current.words, text: textOf(current) }] : []),
  ].map(({ words, text }) => ({ words, kept: JSON.parse(text) as Kept }));
  const last = looks.at(-1);
  if (last === undefined) {
    return {
      release,
      verdict: null,
      measured: [],
      users: null,
      words: null,
      curve: [],
      dropped: 0,
    };
  }
  const { point: _, measured, users, dropped, ...verdict } = last.kept;
  const curve = looks.map(({ kept }) => kept.point);
  return { release, verdict, measured, users, words: last.words, curve, dropped };
}
