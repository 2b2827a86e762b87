/** A semantic version (semver.org, 2.0). Build metadata is not kept, because it does not order. */
export interface Version {
  major: number;
  minor: number;
  patch: number;
  prerelease: readonly string[];
}

const suffix = /^(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const padded = /^0\d+$/;
const numeric = /^\d+$/;
const none: readonly string[] = [];

export function parseVersion(text: string): Version | undefined {
  const version = { major: 0, minor: 0, patch: 0, prerelease: none };
  return readVersion(text, version) ? version : undefined;
}

/**
 * Reads a version into an object that is there already: nothing is allocated but for what follows a `-` or `+`.
 * `2` and `2.0` are `2.0.0`; a `v` in front is passed over, as in the names of tags. False if it is none.
 */
export function readVersion(text: string, into: Version): boolean {
  let at = text.charCodeAt(0) === V ? 1 : 0;
  let end = endOfNumber(text, at);
  into.major = numberAt(text, at, end);
  into.minor = 0;
  into.patch = 0;
  if (text.charCodeAt(end) === DOT) {
    at = end + 1;
    end = endOfNumber(text, at);
    into.minor = numberAt(text, at, end);
    if (text.charCodeAt(end) === DOT) {
      at = end + 1;
      end = endOfNumber(text, at);
      into.patch = numberAt(text, at, end);
    }
  }
  into.prerelease = none;
  if (into.major < 0 || into.minor < 0 || into.patch < 0) return false;
  return end === text.length || readSuffix(text.slice(end), into);
}

function readSuffix(text: string, into: Version): boolean {
  const found = suffix.exec(text);
  if (found === null) return false;
  into.prerelease = found[1]?.split('.') ?? none;
  return into.prerelease.every((part) => part !== '' && !padded.test(part));
}

const V = 118;
const DOT = 46;
const ZERO = 48;

function endOfNumber(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= ZERO + 9) at++;
  return at;
}

/** −1 where there is none, or one with a zero in front, or one that is too large to be exact. */
function numberAt(text: string, start: number, end: number): number {
  if (end === start || (end - start > 1 && text.charCodeAt(start) === ZERO)) return -1;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return Number.isSafeInteger(value) ? value : -1;
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
