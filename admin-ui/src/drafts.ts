import type { Edit, ThingKind } from './api-types.ts';
import { type Draft, isEmpty } from './model/draft.ts';

/** Drafts by environment, kind and key: kept while pages come and go, until they are published or discarded. */
export const drafts = new Map<string, Draft>();

/** No key has a space in it. */
export const nameOf = (environment: string, kind: ThingKind, key: string) =>
  `${environment} ${kind} ${key}`;

/** What waits to be published or proposed in an environment. */
export function draftedIn(environment: string): readonly { name: string; edit: Edit }[] {
  return [...drafts].flatMap(([name, draft]) => {
    const [where, kind, key = ''] = name.split(' ');
    if (where !== environment || isEmpty(draft)) return [];
    return [{ name, edit: editOf(kind as ThingKind, key, draft) }];
  });
}

export const editOf = (kind: ThingKind, key: string, { version, set }: Draft): Edit => ({
  kind,
  key,
  base: version,
  set,
});

window.addEventListener('beforeunload', (event) => {
  if ([...drafts.values()].some((draft) => !isEmpty(draft))) event.preventDefault();
});
