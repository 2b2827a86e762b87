import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../steps/say.mjs';

const program = fileURLToPath(new URL('application.mjs', import.meta.url));

/** Several processes that share their users. Each tells what it does by itself. */
export async function startApplications({ url, key, count, usersPerSecond, ...load }) {
  const settings = {
    ...process.env,
    SWITCHYARD_URL: url,
    SWITCHYARD_KEY: key,
    LOAD: JSON.stringify({ ...load, usersPerSecond: usersPerSecond / count }),
  };
  const all = Array.from({ length: count }, () => fork(program, { env: settings }));
  await Promise.all(all.map((one) => told(one, 'up')));

  return {
    /** Resolves with when the first of them served somebody what is new. */
    exposed: () => Promise.race(all.map((one) => told(one, 'exposed'))),
    /** Resolves with when the last of them went back to what was there before. */
    back: async () => Math.max(...(await Promise.all(all.map((one) => told(one, 'nobody'))))),
    stop: () => Promise.all(all.map(stop)),
  };
}

function told(application, wanted) {
  return new Promise((resolve, reject) => {
    const hear = ({ what, at }) => {
      if (what !== wanted) return;
      application.off('message', hear).off('exit', ended);
      resolve(at);
    };
    const ended = () => reject(new Failure('An application ended by itself.'));
    application.on('message', hear).once('exit', ended);
  });
}

function stop(application) {
  if (application.exitCode !== null) return undefined;
  application.disconnect();
  return new Promise((resolve) => application.once('exit', resolve));
}
