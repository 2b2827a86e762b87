import type { FleetApp, Instance } from '../api-types.ts';

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Where running instances disagree with each other or with the log, in words. */
export function disagreementsIn({ version, instances, isLogOnly }: FleetApp): string[] {
  if (isLogOnly || instances.length === 0) return [];
  const versions = countsBy(instances, (each) => each.version ?? 'no version');
  const words: string[] = [];
  if (versions.length > 1) {
    words.push(`Instances run different code: ${told(versions, '')}.`);
  } else if (version !== null && versions[0]?.[0] !== version) {
    const all =
      instances.length === 1 ? 'the only instance runs' : `all ${instances.length} instances run`;
    words.push(`The log says ${version}, but ${all} ${versions[0]?.[0]}.`);
  }
  for (const channel of ['live', 'princess'] as const) {
    const here = instances.filter((each) => each.channel === channel && each.release !== null);
    const releases = countsBy(here, (each) => String(each.release));
    if (releases.length > 1)
      words.push(`Instances have different releases: ${told(releases, 'release ')}.`);
  }
  return words;
}

/** `2 of 3 instances run 1.9, …` made short: "2 on 1.9, 1 on 2.0", the most first. */
const told = (counts: readonly (readonly [string, number])[], prefix: string) =>
  counts.map(([value, count]) => `${count} on ${prefix}${value}`).join(', ');

function countsBy(instances: readonly Instance[], read: (each: Instance) => string) {
  const counts = new Map<string, number>();
  for (const each of instances) counts.set(read(each), (counts.get(read(each)) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** When code counts as being there, for changes that need it. */
export function ruleInWords({ isLogOnly, share }: Pick<FleetApp, 'isLogOnly' | 'share'>): string {
  if (isLogOnly)
    return 'A version counts as there once its deploy has finished; instances are not asked.';
  const who =
    share === 100_000
      ? 'every instance that reports runs'
      : `${share / 1000}\u00a0% of the instances that report run`;
  return `A version counts as there once its deploy has finished and ${who} it.`;
}

export const instancesInWords = (instances: readonly Instance[]) =>
  instances.length === 0
    ? 'no instance reports'
    : `${counted(instances.length, 'instance')} ${instances.length === 1 ? 'reports' : 'report'}`;
