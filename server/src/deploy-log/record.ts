import { canonicalJson } from '@switchyard/core';
import type { Work } from '../platform/work.ts';
import { columnsOf, hashOf, ORIGIN } from './chain.ts';
import type { Draft } from './entry.ts';
import * as references from './references.ts';
import * as store from './store.ts';

/** Appends one entry to the log: the only way to write into it. */
export async function record(work: Work, draft: Draft): Promise<{ seq: number; hash: string }> {
  const head = await store.head(work.tx);
  const seq = (head?.seq ?? 0) + 1;
  const previousHash = head?.hash ?? ORIGIN;
  const { effect } = draft;
  const entry = canonicalJson({
    ...draft,
    seq,
    at: work.now.toISOString(),
    actor: work.actor,
    effect: effect && {
      ...effect,
      changes: await references.withReferences(work.tx, effect.changes),
    },
  });
  const hash = hashOf(previousHash, entry);
  await store.insert(work.tx, { ...columnsOf(JSON.parse(entry)), entry, previousHash, hash });
  work.announce({ kind: 'logged', seq, environment: draft.environment });
  return { seq, hash };
}

/** Writes what somebody wants to be remembered beside the deploys. */
export const note = (
  work: Work,
  { text, ...where }: { text: string } & Pick<Draft, 'environment' | 'app'>,
): Promise<{ seq: number }> =>
  record(work, { kind: 'note', action: 'note', title: text, ...where });
