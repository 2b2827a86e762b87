import { createHash } from 'node:crypto';
import { applyDelta, type HeldRuleset, type RulesetUpdate, readRuleset } from '@switchyard/core';
import type { ServerSentEvent } from './sse.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Holds a ruleset as SDKs do, and refuses what they refuse: then the test fails. */
export function createHolder() {
  let held: HeldRuleset | undefined;
  const keep = (update: RulesetUpdate) => {
    if (!update.ok) throw new Error(update.reason);
    if (update.candidateRefused !== undefined) throw new Error(update.candidateRefused);
    ({ held } = update);
  };
  return {
    get held() {
      return held;
    },
    get position() {
      return held?.position;
    },
    take({ event, id, data }: ServerSentEvent): void {
      if (event === 'ruleset') keep(readRuleset(data, held, sha256));
      if (event === 'delta') keep(applyDelta(held as HeldRuleset, data, sha256));
      const changes = event === 'ruleset' || event === 'delta';
      if (changes && id !== held?.position) throw new Error(`${event} has the id ${id}`);
      if (!changes && id !== undefined) throw new Error(`${event} has an id, and changes nothing`);
    },
  };
}
