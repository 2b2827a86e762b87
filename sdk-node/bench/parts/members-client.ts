// An application that learns who opted in, and looks every few milliseconds how long it could not look.
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/index.ts';
import { memberAt } from './members.ts';

const [, , url = '', members] = process.argv;
const last = memberAt(Number(members) - 1);
const LOOK_MS = 2;

const used = () => {
  global.gc?.();
  const { heapUsed, external, arrayBuffers: _ } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};

const idle = await longestPause(async () => void (await pause(1_000)));
const before = used();
const began = performance.now();
const flags = createClient({ url, key: 'sys_bench', directory: false });
const knows = () => flags.isActive('beta', { targetingKey: last });
const stall = await longestPause(async () => {
  while (!knows()) await pause(1);
});
const took = performance.now() - began;
const processor = process.cpuUsage();
const megabytes = used() - before;
const right = flags.isActive('beta', { targetingKey: memberAt(0) });
const wrong = flags.isActive('beta', { targetingKey: 'mallory' });
if (!right || wrong) throw new Error('The members are not those that were sent');
process.send?.({
  seconds: Number((took / 1000).toFixed(2)),
  'processor s': Number(((processor.user + processor.system) / 1e6).toFixed(2)),
  MB: Math.round(megabytes),
  'stands still ms': Math.round(stall),
  'and idle ms': Math.round(idle),
});
await flags.close();
process.exit();

/** The longest time between two looks while something goes on. */
async function longestPause(during: () => Promise<void>): Promise<number> {
  let longest = 0;
  let seen = performance.now();
  const looking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - seen - LOOK_MS);
    seen = now;
  }, LOOK_MS);
  await during();
  clearInterval(looking);
  return longest;
}
