import { canonicalJson } from '@switchyard/core';
import type { Item } from '../deploy-log/entry.ts';

// Whole rulesets are written with every release, and nearly all of one is as it was read from the database.
const texts = new WeakMap<object, string>();

/** Reads what `written` wrote. */
export function parsed(text: string): Item {
  const item = JSON.parse(text);
  texts.set(item, text);
  return item;
}

/** Canonical JSON of something that does not change. */
export const written = (item: object): string => texts.get(item) ?? canonicalJson(item);
