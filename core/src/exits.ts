import { frozen } from './json.ts';
import type { Resolution } from './resolution.ts';
import type { Switch } from './ruleset.ts';

/** A resolution, and the release it comes from. */
export type Outcome = Resolution & { readonly release: number };

/** A way out of an evaluation. Made once per release, so that to decide is only to pick one. */
export interface Exit {
  readonly active: boolean;
  readonly failed: boolean;
  readonly outcome: Outcome;
}

export function exit(resolution: Resolution, release: number): Exit {
  const outcome = Object.freeze({ ...resolution, release });
  return { active: resolution.active, failed: resolution.reason === 'ERROR', outcome };
}

type Served = Pick<Resolution, 'active' | 'variant' | 'value'>;

export const offOf = ({ variants }: Switch): Served => ({
  active: false,
  variant: 'off',
  ...(!variants?.length && { value: false }),
});

/** What a switch serves under each name: `on`, `off`, and its variants. */
export function servedBy(definition: Switch): ReadonlyMap<string, Served> {
  const { variants, defaultVariant = variants[0]?.key ?? 'on' } = definition;
  const served = new Map<string, Served>();
  for (const { key, value } of variants.length > 0 ? variants : [{ key: 'on', value: true }]) {
    served.set(key, { active: true, variant: key, value: frozen(value) });
  }
  const initial = served.get(defaultVariant);
  if (initial === undefined) throw new TypeError('The default variant does not exist.');
  // Last, so that no variant can take their names.
  return served.set('on', initial).set('off', offOf(definition));
}
