import {
  type Cohort,
  emptyRuleset,
  type InternalUsers,
  type Ruleset,
  type Segment,
} from '@switchyard/core';
import * as environments from '../environments/service.ts';
import type { Reading } from '../platform/work.ts';
import { rulesetOf, type StoredSwitch, sectionOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';

interface Versioned {
  readonly version: number;
}

/** What SDKs on servers get, and everything it is made from as it is kept, with versions. */
export interface Things {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly ruleset: Ruleset;
  readonly things: {
    readonly switches: Readonly<Record<string, StoredSwitch & Versioned>>;
    readonly segments: Readonly<Record<string, Segment & Versioned>>;
    readonly cohorts: Readonly<Record<string, Cohort & Versioned>>;
    readonly internalUsers: InternalUsers & Versioned;
  };
}

export async function thingsIn(reading: Reading, key: string): Promise<Things> {
  const environment = await environments.find(reading, key);
  const items = await switches.itemsOf(reading, key);
  const sections = { switches: {}, segments: {}, cohorts: {} } as Record<
    string,
    Record<string, unknown>
  >;
  let internalUsers: object = { ...emptyRuleset.internalUsers, version: 0 };
  for (const { kind, key, value, version } of items.values()) {
    const thing = { ...value, version };
    if (kind === 'internal-users') internalUsers = thing;
    else (sections[sectionOf[kind]] as Record<string, unknown>)[key] = thing;
  }
  return {
    position: environment.position,
    environment: key,
    release: environment.release,
    ruleset: rulesetOf(items),
    things: { ...sections, internalUsers } as unknown as Things['things'],
  };
}
