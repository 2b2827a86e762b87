import type { Candidate, Measures, Ruleset } from '@switchyard/core';
import { reachAt } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import * as metrics from '../metrics/service.ts';
import type { SdkPrincipal } from '../platform/http.ts';
import * as meta from '../platform/meta.ts';
import type { Reading } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import { type Items, rulesetOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { browserRulesetOf } from './browser.ts';
import type { Place, RollingOut } from './build.ts';

/** What a key says about what its SDK is to see. */
export type Reader = Pick<SdkPrincipal, 'kind' | 'channel'>;

export const readers: readonly Reader[] = [
  { kind: 'server', channel: 'live' },
  { kind: 'server', channel: 'princess' },
  { kind: 'browser', channel: 'live' },
  { kind: 'browser', channel: 'princess' },
];

/** What there is to see in an environment. */
export interface View {
  readonly place: Place;
  readonly ruleset: Ruleset;
  readonly rollingOut: RollingOut | undefined;
}

export async function viewOf(
  reading: Reading,
  environment: string,
  { kind, channel }: Reader,
): Promise<View> {
  const place = await placeOf(reading, environment);
  const live = await switches.itemsOf(reading, environment);
  const candidate = await releases.candidateOf(reading, environment);
  const next = releases.withEdits(live, candidate?.edits ?? []);
  const answerKey = await meta.read(reading.tx, 'answer-key');
  const shown = (items: Items) =>
    kind === 'server' ? rulesetOf(items) : browserRulesetOf(rulesetOf(items), answerKey);

  if (channel === 'princess') {
    const there = await releases.princessOf(reading, environment);
    return {
      place: { ...place, release: candidate?.release ?? place.release },
      ruleset: shown(releases.withEdits(next, there?.edits ?? [])),
      rollingOut: undefined,
    };
  }
  const measures = candidate && (await metrics.measuresFor(reading, environment, candidate.salt));
  const rollingOut = candidate && {
    about: aboutOf(candidate, measures ?? {}, kind),
    ruleset: shown(next),
  };
  return { place, ruleset: shown(live), rollingOut };
}

export async function placeOf(reading: Reading, environment: string): Promise<Place> {
  const { seq, release } = await environments.find(reading, environment);
  return { environment, epoch: await meta.read(reading.tx, 'epoch'), seq, release };
}

/** Browsers are not told which people are chosen: they could not tell who that is. Nor do they measure. */
function aboutOf(
  { release, salt, by, plan, stage, startedAt }: releases.Candidate,
  measures: Measures,
  kind: Reader['kind'],
): RollingOut['about'] {
  const { internal, cohorts, thousandths } = reachAt(plan, stage);
  const audience: Candidate['audience'] =
    kind === 'server' ? { internal, cohorts, thousandths } : { thousandths };
  return {
    release,
    salt,
    ...(by !== null && { by }),
    audience,
    startedAt: startedAt.toISOString(),
    stage,
    ...(kind === 'server' && Object.keys(measures).length > 0 && { measures }),
  };
}
