// One instance of an application that people use. Started by a run of scripts/detect.mjs, which it tells, as it happens, when
// somebody first gets what is new, and when nobody does any more.
import { createClient } from '@switchyard/sdk-node';

const { SWITCHYARD_URL: url, SWITCHYARD_KEY: key } = process.env;
const { usersPerSecond, users, errors, brokenErrors } = JSON.parse(process.env.LOAD);

const flags = createClient({ url, key, directory: false, app: 'web', version: '1.0.0' });
await flags.ready();

let [isExposed, hasCandidate] = [false, false];
flags.on('change', ({ candidate }) => {
  // Also where nobody came by who would have got what is new.
  if (candidate === undefined && hasCandidate) tell('nobody');
  hasCandidate = candidate !== undefined;
  if (!hasCandidate) isExposed = false;
});

const timer = setInterval(useIt, 1000 / usersPerSecond);
tell('up');
process.on('disconnect', async () => {
  clearInterval(timer);
  await flags.close();
});

/** Somebody, of many, makes a request. */
function useIt() {
  const targetingKey = `user-${Math.floor(Math.random() * users)}`;
  const request = flags.forRequest({ targetingKey });
  const isNew = request.isActive('novelty');
  if (isNew && !isExposed) {
    isExposed = true;
    tell('exposed');
  }
  request.track('request', Math.exp(4 + 0.5 * (Math.random() + Math.random() - 1)));
  if (Math.random() < (isNew ? brokenErrors : errors)) request.track('request.error');
}

function tell(what) {
  process.send({ what, at: Date.now() });
}
