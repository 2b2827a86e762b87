import type { Item } from '../deploy-log/entry.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import { type Grants, isAtLeast, roleIn } from '../platform/roles.ts';
import type { Work } from '../platform/work.ts';
import type { DescriptionEdit } from '../switches/description.ts';
import * as switches from '../switches/service.ts';
import { isWaiting, publish, type Waiting } from './publishing.ts';
import { type Caller, someone } from './someone.ts';

export interface NewSwitch {
  readonly key: string;
  readonly description: DescriptionEdit;
  /** What it is to be besides off. */
  readonly config: Item;
  /** Where to make it; everywhere the caller may, unless given. */
  readonly environments?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

/** Where it could not be made at once, and makes itself as soon as it can. */
export type WaitingIn = Waiting['waiting'] & { readonly environment: string };

/** Makes a switch, off, in several environments: one release in each, or nothing at all. */
export async function createSwitch(
  work: Work,
  caller: Caller,
  { key, description, config, reason, environments: where }: NewSwitch,
): Promise<WaitingIn[]> {
  if (config.state !== undefined && config.state !== 'off') {
    throw new Problem(
      'invalid',
      `A new switch starts off. Create ${key} first, then publish its state`,
    );
  }
  const wanted = where ?? (await environments.keysWithin(work, caller.grants, 'developer'));
  await switches.introduce(work, key, description);
  const waiting: WaitingIn[] = [];
  for (const environment of wanted) {
    await refuseUnlessDeveloper(work, caller.grants, environment);
    const edits = [{ kind: 'switch', key, base: 0, set: { ...config, state: 'off' } } as const];
    const by = someone(caller, environment);
    const done = await publish(work, environment, { edits, reason, by });
    if (isWaiting(done)) waiting.push({ environment, ...done.waiting });
  }
  return waiting;
}

async function refuseUnlessDeveloper(work: Work, grants: Grants, environment: string) {
  const { key } = await environments.find(work, environment);
  if (isAtLeast(roleIn(grants, key), 'developer')) return;
  throw new Problem('forbidden', `This needs the role developer in ${key}`);
}
