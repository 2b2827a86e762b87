import {
  type Arm,
  armOf,
  type CompiledCandidate,
  compileCandidate,
  createMetrics,
  type EvaluationContext,
  emptyRuleset,
  type Inputs,
  type Metrics,
  type MetricsMessage,
} from '@switchyard/core';
import { judge, type Plan } from '../../judge.ts';
import { random } from '../random.ts';
import { alphas, PER_SECOND, type Scenario, type Stage } from './scenarios.ts';
import { type Draw, USERS, type World } from './world.ts';
import { createYard, startedAt, type Yard } from './yard.ts';

/** By look, when each α was reached; null where it never was. */
export interface Result {
  readonly found: Readonly<Record<string, (Found | null)[]>>;
  readonly isBreaker: boolean;
}

interface Found {
  readonly second: number;
  /** Of all users until then. */
  readonly requests: number;
}

/** Runs releases through real bucketing, SDKs, store and judge; only the clock and the users are made up. */
export function createSimulation() {
  const yard = createYard();
  const usual = new Map<Scenario, MetricsMessage>();

  return {
    async run(scenario: Scenario, seed: number): Promise<Result> {
      const message = usual.get(scenario) ?? quarterOfAnHour(scenario.world);
      usual.set(scenario, message);
      await yard.start(`salt-${seed}`, scenario.metrics, message);
      const result = await release(yard, scenario, `salt-${seed}`, random(seed));
      await yard.clear();
      return result;
    },
    close: yard.close,
  };
}

async function release(yard: Yard, scenario: Scenario, salt: string, draw: Draw): Promise<Result> {
  const { looks, lookSeconds, stages, seconds } = scenario;
  const plan = planOf(scenario);
  const sdks = Array.from({ length: scenario.controlIsLate ? 2 : scenario.instances }, () =>
    createMetrics(),
  );
  const visitors = createVisitors(scenario, sdks, draw);
  const post = createPost(yard, scenario);
  const found = Object.fromEntries(
    Object.keys(looks).map((name) => [name, alphas.map(() => null as Found | null)]),
  );
  let isBreaker = false;
  let stage = -1;

  for (let look = 1; look * lookSeconds <= seconds; look++) {
    const [from, second] = [(look - 1) * lookSeconds, look * lookSeconds];
    if (from >= (stages[stage + 1]?.from ?? Number.POSITIVE_INFINITY)) {
      stage++;
      visitors.follow(candidateAt(salt, stages[stage] as Stage));
      const measures = await yard.toStage(stage, from);
      for (const sdk of sdks) sdk.follow({ salt, stage, measures });
    }
    const before = visitors.requests();
    visitors.comeUntil(second);
    const requests = visitors.requests();
    if (requests === before) continue;

    yard.setClock(second);
    await post(sdks, second);
    const { counts, now } = await yard.counts();
    const stageStartedAt = new Date(startedAt.getTime() + 1000 * (stages[stage]?.from ?? 0));
    const verdict = judge({ ...counts, plan, stage, stageStartedAt, now });
    isBreaker ||= verdict.reasons.some(({ kind }) => kind === 'breaker');
    for (const [name, look] of Object.entries(looks)) {
      const lnE = look({ counts, verdict });
      for (const [at, alpha] of alphas.entries()) {
        const times = found[name] as (Found | null)[];
        if (lnE >= -Math.log(alpha)) times[at] ??= { second, requests };
      }
    }
    if (Object.values(found).every((times) => times.every((each) => each !== null))) break;
  }
  return { found, isBreaker };
}

/** Users come independently of each other, to one SDK after the other. */
function createVisitors(scenario: Scenario, sdks: readonly Metrics[], draw: Draw) {
  const world = scenario.world(draw);
  const gap = () => -Math.log(1 - draw()) / PER_SECOND;
  let candidate: CompiledCandidate | undefined;
  /** A user's arm does not change within a stage, so it is asked for once. */
  let arms: Arm[] = [];
  let [requests, visits, arrival] = [0, 0, gap()];
  let [sdk, unit, arm]: [Metrics | undefined, string, Arm] = [undefined, '', 'none'];
  const about = { user: 0, isCanary: false, second: 0 };

  const track = (event: string, value?: number) => {
    if (event === 'request') requests++;
    sdk?.track(event, unit, arm, value);
  };

  return {
    requests: () => requests,
    follow(next: CompiledCandidate) {
      candidate = next;
      arms = new Array<Arm>(USERS);
    },
    comeUntil(second: number) {
      for (; arrival < second; arrival += gap()) {
        const user = world.visitor(draw);
        arm = arms[user] ??= armOf(
          candidate as CompiledCandidate,
          contexts[user] as EvaluationContext,
          nobody,
        );
        unit = units[user] as string;
        about.user = user;
        about.isCanary = arm === 'canary';
        about.second = arrival;
        sdk = sdks[scenario.controlIsLate ? Number(!about.isCanary) : visits % sdks.length];
        world.visit(about, track, draw);
        visits++;
      }
    },
  };
}

/** Sends what SDKs have to tell; twice or late, if the scenario says so. */
function createPost(yard: Yard, { sendsTwice, controlIsLate }: Scenario) {
  const late: { due: number; message: MetricsMessage }[] = [];
  let sequence = 0;
  const send = async (instance: number, message: MetricsMessage) => {
    sequence++;
    for (let time = sendsTwice ? 2 : 1; time > 0; time--) {
      await yard.take(`i${instance}`, sequence, message);
    }
  };

  return async (sdks: readonly Metrics[], second: number) => {
    for (const [instance, sdk] of sdks.entries()) {
      const message = sdk.take(startedAt.getTime() + 1000 * second) as MetricsMessage;
      if (controlIsLate && instance === 1) late.push({ due: second + controlIsLate, message });
      else await send(instance, message);
    }
    while ((late[0]?.due ?? Number.POSITIVE_INFINITY) <= second) {
      await send(1, late.shift()?.message as MetricsMessage);
    }
  };
}

/** What one SDK reports of the time before: what is usual there. */
function quarterOfAnHour(worldOf: (draw: Draw) => World): MetricsMessage {
  const draw = random(1);
  const world = worldOf(draw);
  const sdk = createMetrics();
  for (let second = -900; second < 0; second++) {
    sdk.roll(startedAt.getTime() + 1000 * second);
    for (let visit = 0; visit < PER_SECOND; visit++) {
      const about = { user: world.visitor(draw), isCanary: false, second: 0 };
      world.visit(about, (event, value) => sdk.track(event, undefined, 'none', value), draw);
    }
  }
  return sdk.take(startedAt.getTime() - 1) as MetricsMessage;
}

/** Without a minimum of affected users, as the promises are: what holds without it holds with it. */
const planOf = ({ stages }: Scenario): Plan => ({
  alpha: alphas[0],
  stages: stages.map(({ thousandths }) => ({ share: thousandths / 100_000, minimumMs: 0 })),
  tooFewUsers: 'hold',
  minimumAffected: 0,
});

function candidateAt(salt: string, { thousandths }: Stage): CompiledCandidate {
  const candidate = {
    release: 2,
    salt,
    audience: { thousandths },
    startedAt: startedAt.toISOString(),
    checksum: '',
    ruleset: emptyRuleset,
  };
  return compileCandidate(candidate, emptyRuleset);
}

const units = Array.from({ length: USERS }, (_, user) => `user-${user}`);
const contexts: EvaluationContext[] = units.map((targetingKey) => ({ targetingKey }));
const nobody: Inputs = { now: () => 0, isMember: () => false };
