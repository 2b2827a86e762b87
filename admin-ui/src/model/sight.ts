import type { Sight } from '../guard-types.ts';
import { countInWords, shareInWords, timesInWords } from './evidence.ts';
import { percent } from './percent.ts';

type Metric = Sight['metrics'][number];
type Stage = Sight['stages'][number];

/** How many users come, and how far that is known. */
export function trafficInWords({ usersPerHour, usersFrom }: Sight): string {
  if (usersPerHour === null) {
    return 'How many users come is not known: no requests were counted in the last hours.';
  }
  const users = `About ${countInWords(roughly(usersPerHour))} users an hour`;
  return usersFrom === 'releases'
    ? `${users}, going by the requests of the last hours and the last release.`
    : `${users} at most: as many as requests in the last hours. The first release will tell them apart.`;
}

/** "At 5 % with 300 canary users, a rate of 1 % (errors) must grow 4.5× to be found with 80 %." */
export function exampleInWords({ metrics, stages, power }: Sight): string | undefined {
  for (const stage of stages) {
    for (const { key, ratio } of stage.finds) {
      const metric = metrics.find((each) => each.key === key);
      if (metric?.baseRate == null || ratio === null) continue;
      const grows =
        metric.worse === 'fewer'
          ? `must fall to a ${countInWords(ratio)}th`
          : `must grow ${timesInWords(ratio)}`;
      return `At ${percent(stage.thousandths)} with ${countInWords(stage.users)} canary users, a rate of ${shareInWords(metric.baseRate)} (${key}) ${grows} to be found with a chance of ${shareInWords(power)}.`;
    }
  }
  return undefined;
}

/** What each metric is anyway, and where that is known from: "errors 1 % of the users of the last release". */
export function basesInWords({ metrics }: Sight): string {
  const told = metrics.flatMap(({ key, baseRate, from }) =>
    baseRate === null ? [] : [`${key} ${shareInWords(baseRate)} ${sources[from]}`],
  );
  const untold = metrics.flatMap(({ key, baseRate }) => (baseRate === null ? [key] : []));
  return [
    ...(told.length > 0 ? [`Usual is: ${told.join(', ')}.`] : []),
    ...(untold.length > 0
      ? [`Compared by value, of which nothing is foretold: ${untold.join(', ')}.`]
      : []),
  ].join(' ');
}

const sources: Readonly<Record<Metric['from'], string>> = {
  releases: 'of the users, as in the last release',
  requests: 'of the requests, as in the last hours',
  assumed: '(assumed: nothing was measured yet)',
};

export function findInWords({ worse }: Metric, ratio: number | null): string {
  if (ratio === null) return 'cannot be found';
  return worse === 'fewer' ? `1/${timesInWords(ratio).slice(0, -1)}` : timesInWords(ratio);
}

export const usersInWords = ({ users, isTooFew }: Stage): string =>
  isTooFew ? `only ${countInWords(users)}` : countInWords(users);

/** Two digits: more would promise too much. */
const roughly = (value: number) => Number(value.toPrecision(2));
