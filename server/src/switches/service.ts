import { problemsWithSwitch } from '@switchyard/core';
import type { Change } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as reports from '../reports/service.ts';
import { type Description, type DescriptionEdit, descriptionOf, wordsOf } from './description.ts';
import {
  defaultOf,
  dependentsOf,
  type Items,
  idOf,
  type StoredItem,
  type StoredSwitch,
  type Thing,
} from './items.ts';
import { type Stale, type Surroundings, staleIn } from './stale.ts';
import * as store from './store.ts';
import { parsed, written } from './written.ts';

/** A switch wherever it exists. */
export interface Summary extends Description {
  readonly key: string;
  readonly createdAt: Date;
  readonly environments: Readonly<Record<string, StoredSwitch & { readonly version: number }>>;
  /** By environment, why it has probably done its work there. */
  readonly stale: Readonly<Record<string, Stale>>;
}

export interface Details extends Summary {
  readonly environments: Readonly<
    Record<string, StoredSwitch & { readonly version: number; readonly lastAskedAt?: Date }>
  >;
  /** By environment, who could not do without it. */
  readonly requiredBy: Readonly<Record<string, string[]>>;
}

/** Everything in the environment that releases change, as it is now. */
export async function itemsOf({ tx }: Reading, environment: string): Promise<Items> {
  const items = (await store.itemsOf(tx, environment)).map(storedItemOf);
  return new Map(items.map((item) => [idOf(item), item]));
}

/** One of them, as it is now. */
export async function itemOf(
  { tx }: Reading,
  environment: string,
  thing: Thing,
): Promise<StoredItem | undefined> {
  const row = await store.itemOf(tx, environment, thing);
  return row && storedItemOf(row);
}

const storedItemOf = ({ kind, key, value, version }: store.ItemRow) =>
  ({ kind, key, value: parsed(value), version }) as StoredItem;

/** Writes down what a release changed. For `releases` only: the one door. */
export async function put(
  work: Work,
  environment: string,
  changes: readonly Change[],
  version: number,
): Promise<void> {
  const rows: store.ItemRow[] = [];
  const introduced: store.Row[] = [];
  for (const { kind, key, before, after } of changes) {
    if (after === null) await store.removeItem(work.tx, environment, { kind, key });
    else
      rows.push({
        environment,
        kind,
        key,
        value: written(after),
        version,
        changedAt: work.now,
      });
    if (kind === 'switch' && before === null) introduced.push(rowOf(work, key, {}));
  }
  await store.putItems(work.tx, rows);
  await store.insertUnlessKnown(work.tx, introduced);
}

/** Every switch, as far as these environments go. */
export async function list(
  reading: Reading,
  environmentKeys: readonly string[],
): Promise<Summary[]> {
  const summary = await summaries(reading, environmentKeys);
  return (await store.list(reading.tx)).map(summary);
}

/** Refuses if there is no such switch. */
export async function find(
  reading: Reading,
  key: string,
  environmentKeys: readonly string[],
): Promise<Summary> {
  const row = await known(reading, key);
  return (await summaries(reading, environmentKeys))(row);
}

/** What there is to say of a switch in these environments. */
async function summaries(reading: Reading, environmentKeys: readonly string[]) {
  const items = await store.switchItems(reading.tx, environmentKeys);
  const around = new Map<string, Surroundings>();
  const byKey = new Map<string, store.ItemRow[]>();
  for (const item of items) byKey.set(item.key, [...(byKey.get(item.key) ?? []), item]);
  for (const environment of environmentKeys) {
    const here = items.filter((item) => item.environment === environment);
    around.set(environment, {
      now: reading.now,
      changedAt: new Map(
        here.flatMap(({ key, changedAt }) => (changedAt ? [[key, changedAt]] : [])),
      ),
      definitions: new Map(here.map(({ key, value }) => [key, switchIn(value)])),
      ...(await reports.asking(reading, environment)),
    });
  }
  return (row: store.Row): Summary => summaryOf(row, byKey.get(row.key) ?? [], around);
}

export async function details(
  reading: Reading,
  key: string,
  environmentKeys: readonly string[],
): Promise<Details> {
  const summary = await find(reading, key, environmentKeys);
  const asked = await reports.lastAsked(reading, environmentKeys, key);
  const requiredBy: Record<string, string[]> = {};
  for (const environment of Object.keys(summary.environments)) {
    const items = await itemsOf(reading, environment);
    requiredBy[environment] = dependentsOf(items, { kind: 'switch', key });
  }
  const inEnvironments = Object.entries(summary.environments).map(([environment, each]) => {
    const lastAskedAt = asked.get(environment);
    return [environment, { ...each, ...(lastAskedAt && { lastAskedAt }) }];
  });
  return { ...summary, environments: Object.fromEntries(inEnvironments), requiredBy };
}

/** Nobody wants to be told that a key is not defined, or somebody does after all. */
export async function ignoreUnknown(
  work: Work,
  environment: string,
  key: string,
  isIgnored: boolean,
): Promise<void> {
  await environments.find(work, environment);
  if (await reports.ignore(work, environment, key, isIgnored)) return;
  throw new Problem(
    'not-found',
    `No application asked for ${JSON.stringify(key)} in ${environment}`,
  );
}

/** Keys that applications ask for in an environment, and that do not exist there. */
export async function unknown(reading: Reading, environment: string) {
  await environments.find(reading, environment);
  const items = await itemsOf(reading, environment);
  return (await reports.unknown(reading, environment)).filter(
    ({ key }) => !items.has(idOf({ kind: 'switch', key })),
  );
}

/** Makes a switch known; it exists nowhere until a release says so. */
export async function introduce(work: Work, key: string, edit: DescriptionEdit): Promise<void> {
  if ((await store.find(work.tx, key)) !== undefined) {
    throw new Problem('conflict', `There is a switch ${key} already`);
  }
  const [fault] = problemsWithSwitch(key, defaultOf({ kind: 'switch', key }));
  if (fault !== undefined) throw new Problem('invalid', fault.message, { problems: [fault] });
  await store.insert(work.tx, rowOf(work, key, edit));
  await audit(work, 'create-switch', `Created the switch ${key}`);
}

/** What is said about a known switch stays. */
export const introduceUnlessKnown = (work: Work, edits: ReadonlyMap<string, DescriptionEdit>) =>
  store.insertUnlessKnown(
    work.tx,
    [...edits].map(([key, edit]) => rowOf(work, key, edit)),
  );

const rowOf = (work: Work, key: string, edit: DescriptionEdit): store.Row => ({
  key,
  ...descriptionOf(key, edit),
  createdAt: work.now,
});

export async function describe(work: Work, key: string, edit: DescriptionEdit): Promise<void> {
  const words = wordsOf(descriptionIn(await known(work, key)), edit);
  if (words.length === 0) return;
  await store.update(work.tx, key, edit);
  await audit(work, 'describe-switch', `${key}: ${words.join('; ')}`);
}

/** Forgets a switch that exists in no environment any more. */
export async function remove(work: Work, key: string): Promise<void> {
  await known(work, key);
  const all = (await environments.list(work)).map((each) => each.key);
  const left = (await store.switchItems(work.tx, all, key)).map(({ environment }) => environment);
  if (left.length > 0) {
    throw new Problem(
      'conflict',
      `${key} still exists in ${left.join(', ')}. Delete it there first`,
    );
  }
  await store.remove(work.tx, key);
  await audit(work, 'delete-switch', `Deleted the switch ${key}`);
}

const audit = (work: Work, action: string, title: string) =>
  deployLog.record(work, { kind: 'audit', action, title });

async function known(reading: Reading, key: string): Promise<store.Row> {
  const row = await store.find(reading.tx, key);
  if (row === undefined) {
    throw new Problem('not-found', `There is no switch ${JSON.stringify(key)}`);
  }
  return row;
}

const descriptionIn = ({ key: _, createdAt: __, ...description }: store.Row) =>
  description as Description;

const switchIn = (value: string) => parsed(value) as unknown as StoredSwitch;

function summaryOf(
  row: store.Row,
  items: readonly store.ItemRow[],
  around: ReadonlyMap<string, Surroundings>,
): Summary {
  const { key, createdAt } = row;
  const description = descriptionIn(row);
  const stale: Record<string, Stale> = {};
  for (const { environment } of items) {
    const here = around.get(environment);
    const found = here && staleIn(here, key, description.kind);
    if (found) stale[environment] = found;
  }
  return {
    key,
    ...description,
    createdAt,
    environments: Object.fromEntries(
      items.map(({ environment, value, version }) => [
        environment,
        { ...(around.get(environment)?.definitions.get(key) ?? switchIn(value)), version },
      ]),
    ),
    stale,
  };
}
