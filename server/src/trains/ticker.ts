import type { Facts as Announcements } from '../platform/facts.ts';
import type { Actor, Fact, Reading, Runner } from '../platform/work.ts';
import * as switches from '../switches/service.ts';
import { type Due, dueAt } from './clock.ts';
import type { Command, Verdict } from './commands.ts';
import { follow, look, type Scene } from './conduct.ts';
import type { Judge } from './judge.ts';
import { fullFacts } from './knowledge.ts';
import { apply } from './machine.ts';
import { guard } from './rolling-out.ts';
import * as store from './store.ts';
import { findGroup, type Train } from './train.ts';

const itself: Actor = { kind: 'system', id: 'train', name: 'The train' };

const EVERY_MS = 250;
/** What a departure waits for is mostly announced. What is not is looked for each so many ticks. */
const TICKS_BETWEEN_LOOKS = 8;

interface Parts {
  readonly runner: Runner;
  readonly facts: Announcements;
  readonly judge: Judge;
  readonly report: (error: unknown) => void;
}

/**
 * Moves trains as time goes by: what is due is done in a transaction of its own, which looks again whether it still
 * is. All that counts lies in the database: any number of processes may tick, and end at any moment.
 */
export function createClock({ runner, facts, judge, report }: Parts) {
  /** As they are at their versions: only what has changed is read again. */
  const trains = new Map<string, store.Kept>();
  /** Where something was announced that a departure may wait for. */
  const stirred = new Set<string>();
  const failing = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | undefined;
  let isAskedAgain = false;

  const stopListening = facts.listen((fact) => {
    const environment = stirredBy(fact);
    if (environment === undefined) return;
    stirred.add(environment);
    if (timer !== undefined) tickUnlessTicking(false);
  });

  function tickUnlessTicking(isThorough: boolean): void {
    isAskedAgain = true;
    ticking ??= (async () => {
      while (isAskedAgain) {
        isAskedAgain = false;
        await tick(isThorough).catch(report);
      }
      ticking = undefined;
    })();
  }

  /** Does everything that is due now. */
  async function tick(isThorough = true): Promise<void> {
    const now = await runner.read(lookAround);
    for (const [environment, { train }] of trains) {
      const isStirred = stirred.delete(environment);
      const due = dueAt(train, now).filter((each) => isThorough || isStirred || isTimely(each));
      try {
        for (const each of due) await carryOut(environment, each);
        failing.delete(environment);
      } catch (error) {
        if (failing.get(environment) !== String(error)) report(error);
        failing.set(environment, String(error));
      }
    }
  }

  async function lookAround(reading: Reading): Promise<number> {
    for (const { environment, version } of await store.versions(reading.tx)) {
      if (trains.get(environment)?.version === version) continue;
      trains.set(environment, await store.find(reading.tx, environment));
    }
    return reading.now.getTime();
  }

  async function carryOut(environment: string, due: Due): Promise<void> {
    const verdict = due.do === 'advance' ? await judge(environment) : undefined;
    const attempt = async (reading: Reading) => {
      const scene = await look(reading, environment);
      return { scene, outcome: await outcomeOf(reading, scene, due, verdict) };
    };
    const { outcome } = await runner.read(attempt);
    if (outcome === undefined || 'refused' in outcome) return;
    const isRollback = verdict?.verdict === 'roll back';
    await runner.write(
      isRollback ? guard : itself,
      async (work) => {
        const { scene, outcome } = await attempt(work);
        if (outcome === undefined || 'refused' in outcome) return;
        await follow(work, scene, outcome, {});
      },
      isRollback ? 'urgent' : 'normal',
    );
  }

  return {
    tick,
    start(): void {
      let count = 0;
      timer = setInterval(
        () => tickUnlessTicking(count++ % TICKS_BETWEEN_LOOKS === 0),
        EVERY_MS,
      ).unref();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      timer = undefined;
      stopListening();
      await ticking;
    },
  };
}

const isTimely = ({ do: deed }: Due) => deed !== 'depart-due';

function stirredBy(fact: Fact): string | undefined {
  switch (fact.kind) {
    case 'train-changed':
    case 'fleet-changed':
    case 'released':
      return fact.environment;
    default:
      return undefined;
  }
}

async function outcomeOf(
  reading: Reading,
  { environment, kept: { train } }: Scene,
  due: Due,
  verdict: Verdict | undefined,
) {
  const command = await commandOf(reading, environment.key, train, due, verdict);
  return command && apply(train, command, environment.policy);
}

async function commandOf(
  reading: Reading,
  environment: string,
  train: Train,
  due: Due,
  verdict: Verdict | undefined,
): Promise<Command | undefined> {
  const at = reading.now.getTime();
  if (due.do === 'board-due') return { ...due, at };
  if (due.do === 'advance') return verdict && { ...due, ...verdict, at };
  const group = findGroup(train, due.group);
  if (group === undefined) return undefined;
  const items = await switches.itemsOf(reading, environment);
  return { ...due, at, facts: await fullFacts(reading, environment, group, items) };
}
