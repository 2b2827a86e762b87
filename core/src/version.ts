/** A semantic version (semver.org, 2.0). Build metadata is not kept, because it does not order. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly string[];
}

const layout =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const padded = /^0\d+$/;
const numeric = /^\d+$/;

/** `2` and `2.0` are `2.0.0`; a `v` in front is passed over, as in the names of tags. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor = '0', patch = '0', rest] = layout.exec(text) ?? [];
  if (major === undefined) return undefined;
  const core = [major, minor, patch];
  const prerelease = rest?.split('.') ?? [];
  const isVersion =
    core.every((number) => Number.isSafeInteger(Number(number))) &&
    [...core, ...prerelease].every((part) => part !== '' && !padded.test(part));
  if (!isVersion) return undefined;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease };
}

/** Negative if `a` comes before `b`, 0 if neither does. */
export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major ||
  a.minor - b.minor ||
  a.patch - b.patch ||
  Number(a.prerelease.length === 0) - Number(b.prerelease.length === 0) ||
  comparePrereleases(a.prerelease, b.prerelease);

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const order = comparePart(a[at] as string, b[at] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers by size, whatever their length, and before words; words by ASCII. */
function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  const isNumber = numeric.test(a);
  if (isNumber !== numeric.test(b)) return isNumber ? -1 : 1;
  if (isNumber && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}
