import type { Weighted } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { findAll, heard, mount } from '../testing/mount.ts';
import './sy-split-editor.ts';

const split = [
  { variant: 'red', weight: 90_000 },
  { variant: 'blue', weight: 5_000 },
];
const variants = ['red', 'blue', 'green'].map((key) => ({ key, value: key }));

async function editor() {
  const element = await mount('sy-split-editor', { split, variants });
  const changes = heard<{ split: readonly Weighted[]; by?: string }>(element, 'split-change');
  return { element, changes };
}

describe('the split editor', () => {
  test('says how far the weights are from 100 %', async () => {
    const { element } = await editor();
    expect(findAll(element, '[role=status]')[0]?.textContent).toContain('5\u00a0% too little');
    element.split = [{ variant: 'red', weight: 100_000 }];
    await element.updateComplete;
    expect(findAll(element, '[role=status]')[0]?.textContent).toContain('Sums to 100 %');
  });

  test('takes weights in percent, and none that is no percentage', async () => {
    const { element, changes } = await editor();
    const [, blue] = findAll<HTMLInputElement>(element, '.weight');
    for (const text of ['10', 'many']) {
      if (blue) blue.value = text;
      blue?.dispatchEvent(new Event('change'));
    }
    expect(changes.map((each) => each.split[1]?.weight)).toEqual([10_000]);
    expect(blue?.value).toBe('5');
  });

  test('evens out, and gives what is left to one that is added', async () => {
    const { element, changes } = await editor();
    const [add, even] = findAll<HTMLButtonElement>(element, '.row button');
    add?.click();
    even?.click();
    expect(changes[0]?.split[2]).toEqual({ variant: 'green', weight: 5_000 });
    expect(changes[1]?.split.map(({ weight }) => weight)).toEqual([50_000, 50_000]);
  });

  test('offers each variant once', async () => {
    const { element } = await editor();
    const [first] = findAll<HTMLSelectElement>(element, 'select');
    expect([...(first?.options ?? [])].map(({ value }) => value)).toEqual([
      'red',
      'green',
      'on',
      'off',
    ]);
  });

  test('splits by an attribute where one is named', async () => {
    const { element, changes } = await editor();
    const [by] = findAll<HTMLInputElement>(element, '#by');
    if (by) by.value = 'team';
    by?.dispatchEvent(new Event('change'));
    expect(changes).toEqual([{ split, by: 'team' }]);
  });
});
