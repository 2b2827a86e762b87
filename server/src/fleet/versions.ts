import { compareVersions, parseVersion } from '@switchyard/core';
import type { Reading } from '../platform/work.ts';
import * as store from './store.ts';

/**
 * Whether code of one version has what came with another: by semantic version if both are one, else by
 * which was there first, since a version that is deployed once more is still the code it was.
 */
export async function createComparison(
  { tx }: Reading,
  environment: string,
  app: string,
  required: string,
): Promise<(version: string) => Promise<boolean>> {
  const wanted = parseVersion(required);
  const known = new Map<string, number | undefined>();
  const firstOf = async (version: string) => {
    if (!known.has(version)) {
      known.set(version, await store.firstFinished(tx, environment, app, version));
    }
    return known.get(version);
  };

  return async (version) => {
    if (version === required) return true;
    const actual = parseVersion(version);
    if (wanted && actual) return compareVersions(actual, wanted) >= 0;
    const [since, from] = [await firstOf(version), await firstOf(required)];
    return since !== undefined && from !== undefined && since >= from;
  };
}
