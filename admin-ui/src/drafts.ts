import { type Draft, isEmpty } from './model/draft.ts';

/** Drafts by environment, kind and key: kept while pages come and go, until they are published or discarded. */
export const drafts = new Map<string, Draft>();

window.addEventListener('beforeunload', (event) => {
  if ([...drafts.values()].some((draft) => !isEmpty(draft))) event.preventDefault();
});
