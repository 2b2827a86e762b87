import type { Reading } from '../platform/work.ts';
import * as store from './store.ts';

/** What rolls out, as it is kept; `candidateOf` also says what it changes. */
export const rolloutIn = (
  { tx }: Reading,
  environment: string,
): Promise<store.CandidateRow | undefined> => store.candidate(tx, environment);
