import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLedger } from './ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (seed: number) => ({
  scenario: 'iid',
  seed,
  found: { E1: [null, { second: 5, requests: 498 }] },
  isBreaker: false,
});

test('goes on after the last run that was written out', () => {
  const file = join(folder, 'runs.jsonl');
  openLedger(file).add([run(1), run(2)]);
  appendFileSync(file, JSON.stringify(run(3)).slice(0, 20));

  openLedger(file).add([run(4)]);

  const ledger = openLedger(file);
  expect(ledger.runs).toEqual([run(1), run(2), run(4)]);
  expect([1, 2, 3, 4].map((seed) => ledger.has('iid', seed))).toEqual([true, true, false, true]);
});

test('counts a run once, however often it is in the file', () => {
  const file = join(folder, 'twice.jsonl');
  openLedger(file).add([run(1), run(2), run(1)]);

  expect(openLedger(file).runs).toEqual([run(1), run(2)]);
});

test('without a file, knows what this process has added', () => {
  const ledger = openLedger(undefined);

  ledger.add([run(1)]);

  expect(ledger.runs).toEqual([run(1)]);
});
