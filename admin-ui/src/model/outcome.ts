import type { Entry, Release } from '../api-types.ts';
import { durationInWords } from './durations.ts';

export const kindNames: Readonly<Record<Entry['kind'], string>> = {
  config: 'Config',
  code: 'Code',
  note: 'Note',
  audit: 'Audit',
};

/** How something that takes a while stands. */
export interface Ending {
  readonly state: 'running' | 'done' | 'failed' | 'aborted';
  readonly words: string;
}

/** Undefined for what is done at once. */
export function endingOf(
  { kind, at, deploy, outcome, isRunning }: Entry,
  now: number,
): Ending | undefined {
  if (outcome !== undefined) {
    const { state, verb } = verbs[outcome.action] ?? { state: 'done', verb: 'ended' };
    return { state, words: `${verb} after ${durationInWords(outcome.durationMs)}` };
  }
  if (!isRunning) return undefined;
  const time = durationInWords(Math.max(now - Date.parse(deploy?.at ?? at), 0));
  return { state: 'running', words: `${kind === 'code' ? 'running' : 'rolling out'} for ${time}` };
}

const verbs: Readonly<Record<string, { state: Ending['state']; verb: string }>> = {
  finish: { state: 'done', verb: 'finished' },
  'roll-back': { state: 'done', verb: 'finished' },
  arrive: { state: 'done', verb: 'arrived' },
  fail: { state: 'failed', verb: 'failed' },
  abort: { state: 'aborted', verb: 'aborted' },
};

/** What a mark of an entry looks like: rollbacks and kills are to be seen at a glance. */
export function markOf({
  kind,
  action,
  deploy,
  reverts,
}: Pick<Entry, 'kind' | 'action' | 'deploy' | 'reverts'>): string {
  if (action === 'kill') return 'kill';
  if (action === 'stage') return 'config stage';
  const isBack = reverts !== undefined || ['rollback', 'restore', 'roll-back'].includes(action);
  return isBack ? `${deploy ? 'code' : kind} back` : kind;
}

/** What a release is not yet, or never was, for everybody; undefined for one that has arrived. */
export function statusInWords({
  outcome,
  stage,
  stages,
}: Pick<Release, 'outcome' | 'stage' | 'stages'>) {
  if (outcome === 'arrived') return undefined;
  if (outcome === 'aborted') return 'aborted, was never live';
  if (stage === undefined || stages === undefined) return 'rolling out';
  return `rolling out, stage ${stage + 1} of ${stages.length}`;
}
