import { expect, test } from 'vitest';
import { follow } from './follow.ts';

test('tells each entry once, in order, whether or not something came meanwhile', async () => {
  const pages = [[2, 1], [2, 1], [], [4, 3, 2], [4, 3], [5, 4]];
  const wait = async () => {
    if (pages.length === 0) throw new Error('no more');
  };
  const latest = async () => (pages.shift() ?? []).map((seq) => ({ seq }));
  const told: number[] = [];

  await expect(async () => {
    for await (const { seq } of follow(1, latest, wait)) told.push(seq);
  }).rejects.toThrow('no more');
  expect(told).toEqual([2, 3, 4, 5]);
});
