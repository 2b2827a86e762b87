import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../steps/say.mjs';

const LOOK_MS = 250;
/** Longer than this nothing here takes, on any machine. */
const MOST_MS = 300_000;

/** Releases what is broken. Resolves with the milliseconds to the rollback, and from there to the last application. */
export async function detected({ call }, applications) {
  const exposed = applications.exposed();
  const back = applications.back();
  const number = await release(call, 'on');
  const since = await within(exposed, `Nobody was ever served release ${number}.`);
  const backAt = await within(back, `Release ${number} was never taken back.`);

  const { holds } = await call('GET', 'train');
  const [hold] = holds;
  if (hold === undefined) throw new Failure(`Release ${number} ended without a rollback.`);
  await call('POST', 'train', { do: 'unhold', of: hold.by.id });
  const rolledBackAt = Date.parse(hold.since);
  return {
    detectedMs: rolledBackAt - since,
    backMs: backAt - rolledBackAt,
    words: wordsOf(hold.reason),
  };
}

/** Releases what changes nothing. Resolves with when each stage came, and how it ended. */
export async function arrived({ call }, state) {
  const began = Date.now();
  const number = await release(call, state);
  const stages = [];
  while (Date.now() - began < MOST_MS) {
    const { outcome, stage, stages: plan } = await call('GET', `releases/${number}`);
    const afterMs = Date.now() - began;
    if (outcome === 'rolling-out' && stage === stages.length) {
      stages.push({ percent: plan[stage].audience.thousandths / 1000, afterMs });
    }
    if (outcome !== 'rolling-out') {
      const { words } = await call('GET', `releases/${number}/evidence`);
      if (outcome === 'aborted') await liftHolds(call);
      return { number, isArrived: outcome === 'arrived', stages, afterMs, words };
    }
    await pause(LOOK_MS);
  }
  const { words } = await call('GET', `releases/${number}/evidence`);
  throw new Failure(`Release ${number} did not arrive: ${words}.`);
}

async function release(call, state) {
  const edits = [{ kind: 'switch', key: 'novelty', set: { state } }];
  const { number, waiting } = await call('POST', 'releases', { reason: '', edits });
  if (waiting) throw new Failure(`It does not leave: ${JSON.stringify(waiting.blockers)}`);
  return number;
}

async function liftHolds(call) {
  const { holds } = await call('GET', 'train');
  for (const { by } of holds) await call('POST', 'train', { do: 'unhold', of: by.id });
}

/** Of `the release of group 3 was taken back: Rolled back after 6 s: …` what the guard said. */
const wordsOf = (reason) => reason.replace(/^.*? was taken back: /, '');

function within(promise, words) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure(words)), MOST_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
