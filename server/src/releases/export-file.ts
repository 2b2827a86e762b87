import type { Item, ItemKind } from '../deploy-log/entry.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import type { Description, DescriptionEdit } from '../switches/description.ts';
import { INTERNAL_USERS, type Items, idOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import type { Outcome } from './edits.ts';
import type { Scene } from './plan.ts';

export const FORMAT = 'switchyard-environment';
const VERSION = 1;

type Things = Readonly<Record<string, Item>>;

/** Everything in one environment, but for what only kill and revive change. */
export interface ExportFile {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly environment: string;
  readonly release: number;
  readonly exportedAt: string;
  /** What is said about the switches: taken over for those that are new. */
  readonly descriptions: Readonly<Record<string, ExportedDescription>>;
  readonly switches: Things;
  readonly segments: Things;
  readonly cohorts: Things;
  readonly internalUsers?: Item | undefined;
}

type ExportedDescription = {
  readonly [N in Exclude<keyof Description, 'expiresAt'>]?: Description[N] | undefined;
} & { readonly expiresAt?: string | undefined };

/** What a file must have to be imported; the rest of it may be missing. */
export type ImportFile = Pick<ExportFile, 'format' | 'version'> & {
  readonly [N in keyof ExportFile]?: ExportFile[N] | undefined;
};

/** `merge` keeps what the file does not have; `replace` deletes it. */
export type ImportMode = 'merge' | 'replace';

export async function exportOf(
  reading: Reading,
  { environment, items }: Scene,
): Promise<ExportFile> {
  const things = (wanted: ItemKind): Record<string, Item> =>
    Object.fromEntries(
      [...items.values()]
        .filter(({ kind }) => kind === wanted)
        .map(({ key, value: { killed: _, ...value } }) => [key, value]),
    );
  const exported = things('switch');
  const descriptions = (await switches.list(reading, []))
    .filter(({ key }) => Object.hasOwn(exported, key))
    // What else is known of a switch is not said of it, but found out.
    .map(({ key, name, description, owner, tags, kind, expiresAt }) => [
      key,
      {
        name,
        description,
        owner,
        tags,
        kind,
        ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
      },
    ]);
  const internalUsers = things('internal-users')[INTERNAL_USERS];
  return {
    format: FORMAT,
    version: VERSION,
    environment: environment.key,
    release: environment.release,
    exportedAt: reading.now.toISOString(),
    descriptions: Object.fromEntries(descriptions),
    switches: exported,
    segments: things('segment'),
    cohorts: things('cohort'),
    ...(internalUsers && { internalUsers }),
  };
}

/** What an import makes of things, and what it leaves although the file does not have it. */
export function outcomesOf(
  items: Items,
  file: ImportFile,
  mode: ImportMode,
): { outcomes: Outcome[]; warnings: string[] } {
  if (file.version > VERSION) {
    throw new Problem(
      'invalid',
      `This file has version ${file.version}; this server reads up to ${VERSION}`,
    );
  }
  const outcomes: Outcome[] = [];
  const add = (kind: ItemKind, key: string, { killed: _, ...after }: Item) => {
    const killed = items.get(idOf({ kind, key }))?.value.killed;
    outcomes.push({ kind, key, after: killed === undefined ? after : { ...after, killed } });
  };
  for (const [key, item] of Object.entries(file.switches ?? {})) add('switch', key, item);
  for (const [key, item] of Object.entries(file.segments ?? {})) add('segment', key, item);
  for (const [key, item] of Object.entries(file.cohorts ?? {})) add('cohort', key, item);
  if (file.internalUsers) add('internal-users', INTERNAL_USERS, file.internalUsers);
  if (mode === 'merge') return { outcomes, warnings: [] };

  const inFile = new Set(outcomes.map(idOf));
  const others = [...items.values()].filter((item) => !inFile.has(idOf(item)));
  const killed = others.filter(({ value }) => value.killed);
  const gone = others.filter(({ value }) => !value.killed);
  return {
    outcomes: [...outcomes, ...gone.map(({ kind, key }) => ({ kind, key, after: null }))],
    warnings: killed.map(({ key }) => `${key} is killed, and stays until it is revived`),
  };
}

/** What the file says about switches that nothing is said about yet. */
export async function introduceNew(work: Work, file: ImportFile): Promise<void> {
  const edits = new Map<string, DescriptionEdit>();
  for (const [key, { expiresAt, ...description }] of Object.entries(file.descriptions ?? {})) {
    if (file.switches?.[key] === undefined) continue;
    edits.set(key, { ...description, expiresAt: expiresAt ? new Date(expiresAt) : null });
  }
  await switches.introduceUnlessKnown(work, edits);
}
