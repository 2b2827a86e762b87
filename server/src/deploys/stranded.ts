import * as changes from '../changes/service.ts';
import * as fleet from '../fleet/service.ts';
import type { Reading } from '../platform/work.ts';

/** A change that is live, or on its way there, and needs newer code than there is. */
export interface Stranded extends fleet.Requirement {
  readonly change: number;
  readonly title: string;
  readonly release: number;
}

/** What needs more of an application than this version of it. */
export async function strandedBy(
  reading: Reading,
  environment: string,
  { app, version }: fleet.Requirement,
): Promise<Stranded[]> {
  const stranded: Stranded[] = [];
  for (const { number, ...required } of await changes.requiredBy(reading, environment)) {
    if (required.app !== app) continue;
    if (await fleet.isEnough(reading, environment, required, version)) continue;
    stranded.push({ change: number, ...required });
  }
  return stranded;
}

export const strandedInWords = (
  { change, title, app, version, release }: Stranded,
  actual: string,
): string =>
  `Change ${change}, “${title}” (release ${release}), needs ${app} ${version}, and there is ${actual} now`;
