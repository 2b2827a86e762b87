import { type Experiments, type Ruleset, runsOf } from '@switchyard/core';
import * as environments from '../environments/service.ts';
import { builtIn, eventOf, hasValues, type Metric, REQUEST } from '../metrics/definition.ts';
import * as metrics from '../metrics/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import { rulesetOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { type Compared, compareVariants } from './comparison.ts';
import { comparedInWords } from './words.ts';

/** What there is to see of the splits of one switch, by one event. */
export interface Experiment {
  /** Undefined if nothing is tracked. */
  readonly event: string | undefined;
  /** Those that can be chosen. */
  readonly events: readonly string[];
  readonly splits: readonly ComparedSplit[];
}

interface ComparedSplit extends Compared {
  readonly rule: string;
  readonly name: string | undefined;
  /** Undefined before any SDK has reported since the split is as it is. */
  readonly startedAt: string | undefined;
  /** The part of all users that is compared. */
  readonly sample: number;
  readonly words: readonly string[];
}

/** What SDKs are to tell of splits as they are now, by which events. These have they tracked since they were last told. */
export async function compareBy(
  work: Work,
  environment: string,
  tracked: readonly string[],
): Promise<Experiments> {
  const { seq, policy } = await environments.find(work, environment);
  if ((await metrics.comparedAt(work, environment)) !== seq) {
    await metrics.compare(work, environment, seq, await splitsIn(work, environment));
  }
  const guarded = guardedEvents(policy.guard?.metrics ?? []);
  await metrics.noteEvents(work, environment, tracked, guarded);
  return metrics.told(work, environment, guarded);
}

/** Users who had them are told of; of values, such as milliseconds, only what the guard compares. */
const guardedEvents = (measured: readonly Metric[]) => [
  ...new Set(
    [...measured, builtIn[0]]
      .filter((each) => !hasValues(each))
      .map(eventOf)
      .filter((event) => event !== REQUEST),
  ),
];

/** As they are live, and as they are rolling out. */
async function splitsIn(reading: Reading, environment: string): Promise<metrics.Split[]> {
  const live = await switches.itemsOf(reading, environment);
  const candidate = await releases.candidateOf(reading, environment);
  const both = [live, ...(candidate ? [releases.withEdits(live, candidate.edits)] : [])];
  const splits = both.flatMap((items) => splitsOf(rulesetOf(items).switches));
  return [...new Map(splits.map((each) => [each.run, each])).values()];
}

const splitsOf = (switches: Ruleset['switches']): metrics.Split[] =>
  Object.entries(switches).flatMap(([key, definition]) =>
    [...runsOf(key, definition)].flatMap(([rule, run]) => {
      const serve = definition.rules.find(({ id }) => id === rule)?.serve;
      return typeof serve === 'object' && 'split' in serve
        ? [{ switch: key, rule, run, split: serve.split }]
        : [];
    }),
  );

/** How the variants of a switch compare, by this event or the first there is. */
export async function experimentOn(
  reading: Reading,
  environment: string,
  key: string,
  wanted: string | undefined,
): Promise<Experiment> {
  const { policy } = await environments.find(reading, environment);
  const { runs, events: tracked } = await metrics.comparedIn(reading, environment);
  const item = await switches.itemOf(reading, environment, { kind: 'switch', key });
  if (item === undefined) {
    throw new Problem('not-found', `There is no switch ${JSON.stringify(key)} in ${environment}`);
  }
  const guarded = guardedEvents(policy.guard?.metrics ?? []);
  const events = [...new Set([...tracked, ...guarded])];
  const event = wanted ?? tracked.find((each) => !guarded.includes(each)) ?? events[0];
  const definition = rulesetOf(new Map([['', item]])).switches[key];
  const splits: ComparedSplit[] = [];
  for (const { run, rule, split } of definition ? splitsOf({ [key]: definition }) : []) {
    const counts = await metrics.variantsOf(reading, environment, run, event ?? '');
    const compared = compareVariants(split, counts.variants);
    splits.push({
      rule,
      name: definition?.rules.find(({ id }) => id === rule)?.name,
      startedAt: runs[run]?.startedAt,
      sample: counts.sample,
      ...compared,
      words: comparedInWords(compared),
    });
  }
  return { event, events, splits };
}
