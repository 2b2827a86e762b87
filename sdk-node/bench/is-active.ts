// What `client.isActive` costs over the core's `isActive`: with a plain context, and with a request; with a candidate out, and
// without. Run by `npm run bench`; `--expose-gc` and a large young generation are needed to see every byte.
import { compile, type EvaluationContext, isActive } from '@switchyard/core';
import {
  type Case,
  connected,
  contexts,
  figures,
  measureAll,
  ROUNDS,
  ready,
  SUBJECTS,
  SWITCHES,
  serverWith,
  underName,
  waysToAsk,
} from './parts/cases.ts';

const live = await serverWith('nothing');
const rolling = await serverWith('candidate');
const [flags, flagsOfCandidate] = [await connected(live), await connected(rolling)];
const compiled = compile(live.message.ruleset, 1);
const inputs = { now: Date.now, isMember: () => false };

const cases: Record<string, Case> = {
  'core, context': ready(flags, contexts, (context: EvaluationContext, key) =>
    isActive(compiled, key, context, inputs),
  ),
  ...underName('client', waysToAsk(flags)),
  ...underName('candidate out', waysToAsk(flagsOfCandidate)),
};
measureAll(Object.values(cases));
await Promise.all([flags.close(), flagsOfCandidate.close()]);
await Promise.all([live.stop(), rolling.stop()]);

console.log(
  `One isActive of the Node SDK: best of ${ROUNDS} rounds, ${SUBJECTS} subjects × ${SWITCHES} switches`,
);
console.table(figures(cases));
