/** A semantic version (semver.org, 2.0). Build metadata is not kept, because it does not order. */
export interface Version {
  readonly core: readonly string[];
  readonly prerelease: readonly string[];
}

const layout =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/** `2` and `2.0` are `2.0.0`; a `v` in front is passed over, as in the names of tags. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor = '0', patch = '0', rest] = layout.exec(text) ?? [];
  if (major === undefined) return undefined;
  const core = [major, minor, patch];
  const prerelease = rest?.split('.') ?? [];
  return [...core, ...prerelease].every(isIdentifier) ? { core, prerelease } : undefined;
}

/** Negative if `a` comes before `b`, 0 if neither does. */
export const compareVersions = (a: Version, b: Version): number =>
  compareParts(a.core, b.core) ||
  Number(a.prerelease.length === 0) - Number(b.prerelease.length === 0) ||
  compareParts(a.prerelease, b.prerelease);

const isIdentifier = (text: string) => text !== '' && !/^0\d+$/.test(text);
const isNumber = (text: string) => /^\d+$/.test(text);

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) {
    const other = b[at];
    const order = other === undefined ? 1 : comparePart(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers by size, whatever their length, and before words; words by ASCII. */
function comparePart(a: string, b: string): number {
  const isNumberA = isNumber(a);
  if (isNumberA !== isNumber(b)) return isNumberA ? -1 : 1;
  if (isNumberA && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
