import type { Variant } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { findAll, heard, mount } from '../testing/mount.ts';
import './sy-variants-editor.ts';

type Changed = { variants: readonly Variant[]; defaultVariant: string | undefined };
const variants = [
  { key: 'red', value: '#f00' },
  { key: 'blue', value: { hue: 240 } },
];

async function editor(defaultVariant = '') {
  const element = await mount('sy-variants-editor', { variants, defaultVariant });
  return { element, changes: heard<Changed>(element, 'variants-change') };
}

describe('the variants editor', () => {
  test('takes values as JSON, and says what is none instead of losing it', async () => {
    const { element, changes } = await editor();
    const [red] = findAll<HTMLTextAreaElement>(element, 'textarea');
    expect(red?.value).toBe('"#f00"');
    if (red) red.value = '#f00';
    red?.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(changes).toEqual([]);
    expect(red?.value).toBe('#f00');
    expect(findAll(element, '.problem')[0]?.textContent).toContain('not JSON');

    if (red) red.value = '[1, 2]';
    red?.dispatchEvent(new Event('change'));
    expect(changes[0]?.variants[0]).toEqual({ key: 'red', value: [1, 2] });
  });

  test('marks the first as served by on, unless another is named', async () => {
    const { element, changes } = await editor();
    const [first, second] = findAll<HTMLInputElement>(element, 'input[type=radio]');
    expect([first?.checked, second?.checked]).toEqual([true, false]);
    second?.click();
    expect(changes[0]?.defaultVariant).toBe('blue');
  });

  test('keeps the default through a new key, and drops it with its variant', async () => {
    const { element, changes } = await editor('blue');
    const [, key] = findAll<HTMLInputElement>(element, 'input.mono');
    if (key) key.value = 'navy';
    key?.dispatchEvent(new Event('change'));
    findAll<HTMLButtonElement>(element, 'button[aria-label="Remove variant blue"]')[0]?.click();
    expect(changes.map((each) => each.defaultVariant)).toEqual(['navy', undefined]);
    expect(changes[1]?.variants).toEqual([variants[0]]);
  });

  test('adds one with a key that is free', async () => {
    const { element, changes } = await editor();
    element.variants = [{ key: 'variant-2', value: 1 }];
    await element.updateComplete;
    findAll<HTMLButtonElement>(element, 'fieldset > button')[0]?.click();
    expect(changes[0]?.variants.map(({ key }) => key)).toEqual(['variant-2', 'variant-3']);
  });
});
