import { expect, test } from 'vitest';
import { run } from '../scripts/steps/run.mjs';

const detect = async (...args: string[]) => {
  const printed = String(await run(process.execPath, ['scripts/detect.mjs', ...args]));
  console.log(printed);
  return printed;
};

test.concurrent('by the clock: a release that breaks every other request is taken back', async () => {
  expect(await detect('--runs', '1')).toMatch(/Rolled back after .+: .+/);
}, 300_000);

// Of harmless releases, 1 in 100 may be taken back.
test.concurrent('by the clock: a release that changes nothing arrives', {
  retry: 2,
  timeout: 900_000,
}, async () => {
  expect(await detect('--aa')).toContain('1 of 1 harmless releases arrived');
});
