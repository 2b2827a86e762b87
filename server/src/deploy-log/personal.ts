import { conditionTypes, type Field } from '@switchyard/core';
import type { Change, Item, ItemKind } from './entry.ts';

/** Attributes whose values name a person. */
const personalAttributes = new Set(['targetingKey', 'anonymousId', 'email']);

/** Given a text that names a person, or what stands for it; undefined drops it. */
export type Mapping = (value: unknown) => unknown;

type Members = Record<string, unknown>;

/** The change with every text in it that names a person replaced. */
export const mapChange = (change: Change, mapping: Mapping): Change => ({
  ...change,
  before: change.before && mapItem(change.kind, change.before, mapping),
  after: change.after && mapItem(change.kind, change.after, mapping),
});

/** A thing with every text in it that names a person replaced: lists of people, and conditions about people. */
export function mapItem(kind: ItemKind, item: Item, mapping: Mapping): Item {
  if (kind === 'internal-users') return mapMembers(item, ['users', 'emails'], mapping);
  if (kind === 'segment') return mapConditions(item, mapping);
  if (kind === 'switch' && Array.isArray(item.rules)) {
    return { ...item, rules: item.rules.map((rule: Members) => mapConditions(rule, mapping)) };
  }
  return item;
}

const mapConditions = (owner: Members | Item, mapping: Mapping) =>
  Array.isArray(owner.conditions)
    ? {
        ...owner,
        conditions: owner.conditions.map((condition: Members) =>
          mapMembers(condition, personalFields(condition), mapping),
        ),
      }
    : owner;

function personalFields(condition: Members): string[] {
  const type = conditionTypes.find(({ type }) => type === condition.type);
  const isAboutPerson = personalAttributes.has(String(condition.attribute));
  return Object.entries<Field>(type?.fields ?? {})
    .filter(([, { kind }]) => kind === 'users' || (isAboutPerson && kind === 'texts'))
    .map(([name]) => name);
}

function mapMembers(owner: Members | Item, names: readonly string[], mapping: Mapping): Members {
  const mapped: Members = { ...owner };
  for (const name of names) {
    const value = mapped[name];
    if (value === undefined) continue;
    const outcome = Array.isArray(value)
      ? value.map(mapping).filter((each) => each !== undefined)
      : mapping(value);
    if (outcome === undefined) delete mapped[name];
    else mapped[name] = outcome;
  }
  return mapped;
}
