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
import type { Plan } from '../../judge.ts';
import { random } from '../random.ts';
import { alphas, type Scenario, type Stage } from './scenarios.ts';
import type { Draw, World } from './world.ts';
import { createYard, startedAt, type Yard } from './yard.ts';

/** Exposures until each α was reached, by look; null where it never was. */
export interface Result {
  readonly found: Readonly<Record<string, (number | null)[]>>;
  readonly isBreaker: boolean;
}

const PER_SECOND = 100;
const secondOf = (request: number) => request / PER_SECOND;

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
  const { looks, requests, stages, seconds } = scenario;
  const world = scenario.world(draw);
  const plan = planOf(scenario);
  const sdks = Array.from({ length: scenario.controlIsLate ? 2 : scenario.instances }, () =>
    createMetrics(),
  );
  const post = createPost(yard, scenario);
  const found = Object.fromEntries(
    Object.keys(looks).map((name) => [name, alphas.map(() => null as number | null)]),
  );
  let isBreaker = false;
  let stage = -1;
  let candidate: CompiledCandidate | undefined;
  let [sdk, unit, arm]: [Metrics | undefined, string, Arm] = [undefined, '', 'none'];
  const track = (event: string, value?: number) => sdk?.track(event, unit, arm, value);

  for (let request = 0; request < seconds * PER_SECOND; ) {
    const second = secondOf(request);
    if (second >= (stages[stage + 1]?.from ?? Number.POSITIVE_INFINITY)) {
      stage++;
      candidate = candidateAt(salt, stages[stage] as Stage);
      const measures = await yard.toStage(stage, second);
      for (const sdk of sdks) sdk.follow({ salt, stage, measures });
    }
    const until = request + requests;
    for (; request < until; request++) visit(world.visitor(draw), request);

    yard.setClock(secondOf(request));
    await post(sdks, secondOf(request));
    const { counts, now } = await yard.counts();
    const stageStartedAt = new Date(startedAt.getTime() + 1000 * (stages[stage]?.from ?? 0));
    for (const [name, look] of Object.entries(looks)) {
      const { lnE, isBreaker: trips = false } = look({ counts, plan, stage, stageStartedAt, now });
      isBreaker ||= trips;
      for (const [at, alpha] of alphas.entries()) {
        const times = found[name] as (number | null)[];
        if (lnE >= -Math.log(alpha)) times[at] ??= request;
      }
    }
    if (Object.values(found).every((times) => times.every((each) => each !== null))) break;
  }
  return { found, isBreaker };

  function visit(user: number, request: number) {
    const context = contexts[user] as EvaluationContext;
    unit = context.targetingKey as string;
    arm = armOf(candidate as CompiledCandidate, context, nobody);
    const isCanary = arm === 'canary';
    sdk = sdks[scenario.controlIsLate ? Number(!isCanary) : request % sdks.length] as Metrics;
    world.visit({ user, isCanary, second: secondOf(request) }, track, draw);
  }
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
    for (let request = 0; request < PER_SECOND; request++) {
      const about = { user: world.visitor(draw), isCanary: false, second: 0 };
      world.visit(about, (event, value) => sdk.track(event, undefined, 'none', value), draw);
    }
  }
  return sdk.take(startedAt.getTime() - 1) as MetricsMessage;
}

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

const contexts: EvaluationContext[] = Array.from({ length: 20_000 }, (_, user) => ({
  targetingKey: `user-${user}`,
}));
const nobody: Inputs = { now: () => 0, isMember: () => false };
