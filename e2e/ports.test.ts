import { expect, test } from 'vitest';
import { run } from '../scripts/steps/run.mjs';
import { freePort } from './testing/yard.ts';

const drawing = `
  import { freePort } from './scripts/steps/services.mjs';
  console.log(JSON.stringify(await Promise.all(Array.from({ length: 300 }, freePort))));`;

test('nobody is given a port that somebody else was given before', async () => {
  const ours = await Promise.all(Array.from({ length: 600 }, freePort));
  const said = await run(process.execPath, ['--input-type=module', '-e', drawing]);
  const theirs: number[] = JSON.parse(String(said));
  expect(new Set([...ours, ...theirs]).size).toBe(900);
});
