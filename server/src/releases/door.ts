import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import { sha256 } from '../platform/sha256.ts';
import type { Work } from '../platform/work.ts';
import { rulesetOf } from '../switches/items.ts';
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
  readonly action: Action;
  readonly reason?: string | undefined;
  readonly reverts?: number;
  readonly restores?: number;
}

/** The one door: nothing else changes what users get. */
export async function carryOut(
  work: Work,
  { environment, changes, after, warnings }: Plan,
  { action, reason, reverts, restores }: Deed,
): Promise<Published> {
  const { key, release: latest } = environment;
  if (changes.length === 0) {
    if (latest === 0) {
      throw new Problem('invalid', `Nothing to change: ${key} is like that already`);
    }
    return { release: await find(work, key, latest), warnings, isNew: false };
  }

  const { release: number, seq } = await environments.advance(work, environment);
  await switches.put(work, key, changes, number);
  const checksum = sha256(textOf(textsOf(rulesetOf(after))));
  const { seq: entry } = await deployLog.record(work, {
    kind: 'config',
    action,
    environment: key,
    title: titleOf(action, changes, reverts ?? restores),
    reason,
    release: number,
    reverts,
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
