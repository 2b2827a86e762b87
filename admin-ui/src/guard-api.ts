import { log } from './api.ts';
import { answered } from './call.ts';
import { api } from './client.ts';
import type { PlanAndGuard, Sight } from './guard-types.ts';
import { train } from './yard-api.ts';

const ofEnvironment = api.environments[':environment'];
const inEnvironment = (environment: string) => ({ environment: encodeURIComponent(environment) });

/** A release with all that is known of it; the train while it rolls out. */
export async function judgedRelease(environment: string, number: number) {
  const param = { ...inEnvironment(environment), number: String(number) };
  const [release, evidence] = await Promise.all([
    answered(ofEnvironment.releases[':number'].$get({ param })),
    answered(ofEnvironment.releases[':number'].evidence.$get({ param })),
  ]);
  const [entry, yard] = await Promise.all([
    log.one(release.entry),
    release.outcome === 'rolling-out' ? train.yard(environment) : undefined,
  ]);
  return { release, evidence, entry, yard };
}

/** What a canary can see, as policy is or as it might be. */
export const visible = (environment: string, other: PlanAndGuard | undefined): Promise<Sight> =>
  other === undefined
    ? answered(ofEnvironment.visible.$get({ param: inEnvironment(environment) }))
    : answered(ofEnvironment.visible.$post({ param: inEnvironment(environment), json: other }));
