import { dim, Failure, step } from './say.mjs';
import { startService } from './services.mjs';

/**
 * Runs services side by side until somebody asks to stop or one of them ends, which is a Failure; either way all are
 * stopped. `begin` starts them with the `start` it is given; `greet` is told what it resolves with.
 */
export async function runTogether({ begin, greet }) {
  const lines = createLines();
  const services = [];
  const start = (name, args, env) => {
    const service = startService(name, args, { env, onLine: (line) => lines.add(name, line) });
    services.push(service);
    return service;
  };
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => resolve('asked'));
  });

  try {
    const up = step('Starting', () => begin(start));
    up.catch(() => undefined);
    const begun = await Promise.race([up, asked]);
    if (begun === 'asked') return;
    greet(begun);
    lines.goOn();
    const ends = services.map(async ({ name, ended }) => `The ${name} ${await ended}.`);
    const end = await Promise.race([asked, ...ends]);
    if (end !== 'asked') throw new Failure(`${end} Stopping the rest.`);
    console.log('\nStopping …');
  } catch (error) {
    lines.showAll();
    throw error;
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

/** What the services say: kept while they start, in case that goes wrong, and shown from then on. */
function createLines() {
  const kept = [];
  let isShown = false;
  const print = ([name, line]) => console.log(`${dim(name.padEnd(8))}${line}`);
  return {
    add(name, line) {
      if (isShown) print([name, line]);
      else kept.push([name, line]);
    },
    goOn() {
      isShown = true;
      kept.length = 0;
    },
    showAll() {
      isShown = true;
      kept.splice(0).forEach(print);
    },
  };
}
