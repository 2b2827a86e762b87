import type { Item } from '../deploy-log/entry.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Grants } from '../platform/roles.ts';
import type { Work } from '../platform/work.ts';
import type { DescriptionEdit } from '../switches/description.ts';
import * as switches from '../switches/service.ts';
import { refuseUnless } from './plan.ts';
import { publish } from './service.ts';

export interface NewSwitch {
  readonly key: string;
  readonly description: DescriptionEdit;
  /** What it is to be besides off. */
  readonly config: Item;
  /** Where to make it; everywhere the grants allow it, unless given. */
  readonly environments?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly grants: Grants;
}

/** Makes a switch, off, in several environments: one release in each, or nothing at all. */
export async function createSwitch(work: Work, wish: NewSwitch): Promise<void> {
  const { key, description, config, reason, grants } = wish;
  if (config.state !== undefined && config.state !== 'off') {
    throw new Problem(
      'invalid',
      `A new switch starts off. Create ${key} first, then publish its state`,
    );
  }
  const where = wish.environments ?? (await environments.keysWithin(work, grants, 'developer'));
  await switches.introduce(work, key, description);
  for (const environment of where) {
    refuseUnless(grants, await environments.find(work, environment), 'developer');
    const edits = [{ kind: 'switch', key, base: 0, set: { ...config, state: 'off' } } as const];
    await publish(work, environment, { edits, reason, grants });
  }
}
