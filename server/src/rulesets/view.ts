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
import type { Asked } from './answers.ts';
import { type Asking, askingOf } from './browser.ts';
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
  /** What browsers ask the server about their users. */
  readonly asked: Asked | undefined;
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
  /** What is decided with, and what of it is shown. */
  const seen = (items: Items): Asking & { readonly whole: Ruleset } => {
    const whole = rulesetOf(items);
    return kind === 'server'
      ? { whole, ruleset: whole, questions: new Map() }
      : { whole, ...askingOf(whole, answerKey) };
  };

  if (channel === 'princess') {
    const there = await releases.princessOf(reading, environment);
    const shown = seen(releases.withEdits(next, there?.edits ?? []));
    return {
      place: { ...place, release: candidate?.release ?? place.release },
      ruleset: shown.ruleset,
      rollingOut: undefined,
      asked: kind === 'browser' ? { live: shown } : undefined,
    };
  }
  const measures = candidate && (await metrics.measuresFor(reading, environment, candidate.salt));
  const shown = seen(live);
  if (candidate === undefined) {
    const asked = kind === 'browser' ? { live: shown } : undefined;
    return { place, ruleset: shown.ruleset, rollingOut: undefined, asked };
  }
  const shownNext = seen(next);
  const { by: _, ...about } = aboutOf(candidate, {}, 'server');
  return {
    place,
    ruleset: shown.ruleset,
    rollingOut: {
      about: aboutOf(candidate, measures ?? {}, kind),
      ruleset: shownNext.ruleset,
    },
    asked: kind === 'browser' ? { live: shown, candidate: { ...shownNext, ...about } } : undefined,
  };
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
