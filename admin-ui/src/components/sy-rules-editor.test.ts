import { describeRule, type Rule } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { findAll, heard, mount } from '../testing/mount.ts';
import './sy-rules-editor.ts';

const rules: readonly Rule[] = [
  { id: 'a', conditions: [{ type: 'internal-users' }], serve: 'on' },
  { id: 'b', name: 'ramp', conditions: [{ type: 'percentage', thousandths: 5_000 }], serve: 'on' },
];
const variants = [
  { key: 'red', value: '#f00' },
  { key: 'blue', value: '#00f' },
];

async function editor(properties: object = {}) {
  const element = await mount('sy-rules-editor', { rules, variants, ...properties });
  const press = (label: string) =>
    findAll<HTMLButtonElement>(element, `button[aria-label="${label}"]`)[0]?.click();
  return { element, press, changes: heard<readonly Rule[]>(element, 'rules-change') };
}

describe('the rules editor', () => {
  test('shows the rules in their order, and what is left for everybody else', async () => {
    const { element } = await editor();
    expect(findAll(element, '[role=group]').map((each) => each.ariaLabel)).toEqual([
      'Rule 1',
      'Rule 2',
    ]);
    expect(findAll(element, '.last')[0]?.textContent).toContain('off');
  });

  test('moves a rule up and down; the ends cannot be passed', async () => {
    const { element, press, changes } = await editor();
    press('Move rule 2 up');
    press('Move rule 1 down');
    press('Move rule 1 up');
    press('Move rule 2 down');
    expect(changes.map((each) => each.map(({ id }) => id))).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(findAll(element, 'button[aria-label="Move rule 1 up"]')[0]).toHaveProperty(
      'disabled',
      true,
    );
  });

  test('moves a rule by dragging it onto another', async () => {
    const { element, changes } = await editor();
    const [grip] = findAll(element, '.grip').slice(1);
    const [first] = findAll(element, '.rule');
    grip?.dispatchEvent(
      new DragEvent('dragstart', { bubbles: true, dataTransfer: new DataTransfer() }),
    );
    first?.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true }));
    first?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true }));
    expect(changes.map((each) => each.map(({ id }) => id))).toEqual([['b', 'a']]);
  });

  test('adds a rule with an id of its own, and removes one', async () => {
    const { element, press, changes } = await editor();
    findAll<HTMLButtonElement>(element, 'button.button:not([aria-label]):not(.plain)')[0]?.click();
    press('Remove rule 1');
    expect(changes[0]?.map(({ id }) => id).slice(0, 2)).toEqual(['a', 'b']);
    expect(changes[0]?.[2]?.id).toMatch(/^r\w+$/);
    expect(changes[1]).toEqual([rules[1]]);
  });

  test('names a rule, and takes the name away when it is emptied', async () => {
    const { element, changes } = await editor();
    const [, name] = findAll<HTMLInputElement>(element, 'input.name');
    for (const text of ['slow ramp', ' ']) {
      if (name) name.value = text;
      name?.dispatchEvent(new Event('input'));
    }
    expect(changes.map((each) => each[1]?.name)).toEqual(['slow ramp', undefined]);
    expect(changes[1]?.[1]).not.toHaveProperty('name');
  });

  test('serves on, off, a variant or a split', async () => {
    const { element, changes } = await editor();
    const [select] = findAll<HTMLSelectElement>(element, 'select[aria-label="Serve of rule 1"]');
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual([
      'on',
      'off',
      'variant red',
      'variant blue',
      'a split…',
    ]);
    for (const value of ['off', 'variant:blue', 'split']) {
      if (select) select.value = value;
      select?.dispatchEvent(new Event('change'));
    }
    expect(changes.map((each) => each[0]?.serve)).toEqual([
      'off',
      { variant: 'blue' },
      {
        split: [
          { variant: 'red', weight: 50_000 },
          { variant: 'blue', weight: 50_000 },
        ],
      },
    ]);
  });

  test('shows what is wrong at the rule it is about', async () => {
    const { element } = await editor({ problems: new Map([['b', ['Name an attribute.']]]) });
    const [, second] = findAll(element, '.rule');
    expect(second?.querySelector('.problem')?.textContent).toContain('Name an attribute.');
  });

  test('tells who may not publish the rules in words', async () => {
    const { element } = await editor({ disabled: true });
    expect(findAll(element, 'input, select, button')).toEqual([]);
    expect(findAll(element, '.body').map((each) => each.textContent?.trim())).toEqual([
      describeRule(rules[0] as Rule),
      expect.stringContaining('ramp'),
    ]);
  });
});
