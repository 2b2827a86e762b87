import type { Ride } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import { sha256 } from '../platform/sha256.ts';
import type { Work } from '../platform/work.ts';
import { type Items, rulesetOf } from '../switches/items.ts';
import { textOf, textsOf } from '../switches/ruleset-text.ts';
import * as switches from '../switches/service.ts';
import { find, type Release } from './history.ts';
import type { Plan } from './plan.ts';
import * as store from './store.ts';
import { type Action, titleOf } from './words.ts';

/** `isNew` is false where there was nothing to change: then the release is the latest there was before. */
export interface Published {
  readonly release: Release;
  readonly warnings: readonly string[];
  readonly isNew: boolean;
}

interface Deed {
  readonly action: Exclude<Action, 'depart'>;
  readonly reason?: string | undefined;
  readonly reverts?: number;
  readonly restores?: number;
  readonly train?: Ride | undefined;
}

/** Puts changes live at once, as the next release. */
export async function carryOut(
  work: Work,
  plan: Plan,
  { action, reason, reverts, restores, train }: Deed,
): Promise<Published> {
  const { environment, changes, after, warnings } = plan;
  const { key } = environment;
  if (changes.length === 0) return nothingIn(work, plan);

  const { release: number, seq } = await environments.advance(work, environment);
  await switches.put(work, key, changes, number);
  const checksum = checksumOf(after);
  const { seq: entry } = await deployLog.record(work, {
    kind: 'config',
    action,
    environment: key,
    title: titleOf(action, changes, reverts ?? restores),
    reason,
    release: number,
    reverts,
    train,
    effect: { changes, checksum },
  });
  await store.insert(work.tx, {
    environment: key,
    number,
    seq,
    entry,
    checksum,
    outcome: 'arrived',
    settled: null,
  });
  work.announce({ kind: 'released', environment: key });
  return { release: await find(work, key, number), warnings, isNew: true };
}

/** There was nothing to change: answers the release that is live or, if none ever was, the last that rolled out. */
export async function nothingIn(
  work: Work,
  { environment: { key, release, numbered }, warnings }: Plan,
): Promise<Published> {
  if (numbered === 0) {
    throw new Problem('invalid', `Nothing to change: ${key} is like that already`);
  }
  return { release: await find(work, key, release || numbered), warnings, isNew: false };
}

/** Of the ruleset that SDKs on servers get. */
export const checksumOf = (items: Items) => sha256(textOf(textsOf(rulesetOf(items))));
