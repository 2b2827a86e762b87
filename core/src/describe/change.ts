export type ThingKind = 'switch' | 'segment' | 'cohort' | 'internal-users';

/** What changed about one thing, in words for people: one line each. Names nobody. */
export function describeChange(
  _kind: ThingKind,
  _before: object | null,
  _after: object | null,
): string[] {
  return [];
}
