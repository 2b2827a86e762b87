import * as fleet from '../fleet/service.ts';
import type { Reading } from '../platform/work.ts';
import { liveAtPosition } from '../releases/history.ts';

interface Whereabouts {
  readonly fleet: fleet.Fleet;
  /** Which release is live at each of the positions that its instances are at. */
  readonly releases: ReadonlyMap<string | null, number>;
}

/** Who runs what, and has which release. */
export async function whereabouts(reading: Reading, environment: string): Promise<Whereabouts> {
  const found = await fleet.fleetOf(reading, environment);
  const instances = [...found.apps.flatMap((app) => app.instances), ...found.unnamed];
  const releases = new Map<string, number>();
  for (const position of new Set(instances.flatMap((each) => each.position ?? []))) {
    const release = await liveAtPosition(reading, environment, position);
    if (release !== undefined) releases.set(position, release);
  }
  return { fleet: found, releases };
}
