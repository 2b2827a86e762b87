import type { Ruleset } from '@switchyard/core';
import { type Items, idOf, rulesetOf, type StoredItem, sectionOf, type Thing } from './items.ts';
import { written } from './written.ts';

/** Canonical JSON of the parts of a ruleset: by section and key, such as `switches awesome`. */
export type Texts = ReadonlyMap<string, string>;

export function textsOf({ internalUsers, ...sections }: Ruleset): Map<string, string> {
  const texts = new Map([['internalUsers', written(internalUsers)]]);
  for (const [section, things] of Object.entries(sections)) {
    for (const [key, each] of Object.entries(things)) {
      texts.set(`${section} ${key}`, written(each));
    }
  }
  return texts;
}

/** Canonical JSON of the whole, put together from that of its parts. */
export function textOf(texts: Texts): string {
  const members: Record<string, string[]> = { cohorts: [], segments: [], switches: [] };
  for (const id of [...texts.keys()].sort()) {
    const [section = '', key] = id.split(' ');
    if (key !== undefined) members[section]?.push(`"${key}":${texts.get(id)}`);
  }
  const { cohorts, segments, switches } = members;
  return `{"cohorts":{${cohorts}},"internalUsers":${texts.get('internalUsers')},"segments":{${segments}},"switches":{${switches}}}`;
}

/** Brings the texts of a few things up to date with the items. */
export function retell(texts: Map<string, string>, items: Items, things: readonly Thing[]): void {
  const few = new Map<string, StoredItem>();
  for (const thing of things) {
    texts.delete(placeOf(thing));
    const item = items.get(idOf(thing));
    if (item !== undefined) few.set(idOf(thing), item);
  }
  const places = new Set(things.map(placeOf));
  for (const [place, text] of textsOf(rulesetOf(few))) {
    if (places.has(place)) texts.set(place, text);
  }
}

const placeOf = ({ kind, key }: Thing) =>
  kind === 'internal-users' ? sectionOf[kind] : `${sectionOf[kind]} ${key}`;
