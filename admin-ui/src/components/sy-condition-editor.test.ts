import { type Condition, conditionTypes, type Field } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { findAll, heard, mount } from '../testing/mount.ts';
import { fieldInputs, localTime, withOffset } from './field-inputs.ts';
import './sy-condition-editor.ts';

const known = { attributes: ['country'], segments: ['big'], cohorts: ['early'] };
const edit = (condition: object) =>
  mount('sy-condition-editor', { condition: condition as Condition, known });

describe('the condition editor', () => {
  test.each(conditionTypes.map((each) => [each.type, each] as const))(
    'has a labelled input for each field of %s',
    async (type, { fields }) => {
      const editor = await edit({ type });
      for (const name of Object.keys(fields)) {
        findAll(editor, `button[aria-label="Add ${name}"]`)[0]?.click();
        await editor.updateComplete;
        const [input] = findAll(editor, `#field-${name}`);
        expect(input, name).toBeDefined();
        const [label] = [
          ...findAll(editor, `label[for="field-${name}"]`),
          ...(input?.closest('label') ? [input.closest('label') as HTMLElement] : []),
          ...(input ? findAll(input, 'label') : []),
        ];
        expect(label?.textContent?.trim(), name).not.toBe('');
        expect(label, name).toBeDefined();
      }
    },
  );

  test('offers every condition type, by its label', async () => {
    const editor = await edit({ type: 'percentage', thousandths: 5_000 });
    const [select] = findAll<HTMLSelectElement>(editor, 'select[aria-label="Condition"]');
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual(
      conditionTypes.map(({ label }) => label),
    );
    expect(select?.selectedOptions[0]?.value).toBe('percentage');
  });

  test('takes a percentage in percent and keeps it in thousandths', async () => {
    const editor = await edit({ type: 'percentage', thousandths: 5_000 });
    const changes = heard<Condition>(editor, 'condition-change');
    const [input] = findAll<HTMLInputElement>(editor, '#field-thousandths');
    expect(input?.value).toBe('5');
    type(input, '12.5', 'change');
    expect(changes).toEqual([{ type: 'percentage', thousandths: 12_500 }]);
  });

  test('says what would be right where a value is wrong, and keeps what was typed', async () => {
    const editor = await edit({ type: 'percentage', thousandths: '101' });
    expect(findAll(editor, '.problem')[0]?.textContent).toContain('thousandths of a percent');
    expect(findAll<HTMLInputElement>(editor, '#field-thousandths')[0]?.value).toBe('101');
  });

  test('negates, and takes it back without a trace', async () => {
    const condition = { type: 'in-segment', segment: 'big' };
    const editor = await edit(condition);
    const changes = heard<Condition>(editor, 'condition-change');
    findAll(editor, '.not')[0]?.click();
    editor.condition = changes[0] as Condition;
    await editor.updateComplete;
    findAll(editor, '.not')[0]?.click();
    expect(changes).toEqual([{ ...condition, not: true }, condition]);
  });

  test('keeps what the new type has too when the type is changed', async () => {
    const editor = await edit({
      type: 'attribute-in',
      attribute: 'country',
      values: ['DE'],
      not: true,
    });
    const changes = heard<Condition>(editor, 'condition-change');
    const [select] = findAll<HTMLSelectElement>(editor, 'select[aria-label="Condition"]');
    if (select) select.value = 'text';
    select?.dispatchEvent(new Event('change'));
    expect(changes).toEqual([
      { type: 'text', not: true, attribute: 'country', operator: 'equals', values: ['DE'] },
    ]);
  });

  test('leaves an optional field out again when it is emptied', async () => {
    const editor = await edit({ type: 'percentage', thousandths: 1, by: 'team' });
    const changes = heard<Condition>(editor, 'condition-change');
    type(findAll<HTMLInputElement>(editor, '#field-by')[0], '', 'input');
    expect(changes).toEqual([{ type: 'percentage', thousandths: 1 }]);
  });

  test('keeps a condition of a type that it does not know', async () => {
    const editor = await edit({ type: 'from-the-future', moon: 'full' });
    expect(findAll(editor, '.problem')[0]?.textContent).toContain('kept as it is');
  });
});

test('there is an input for every kind of field that a condition type asks for', () => {
  const kinds = conditionTypes.flatMap((each) =>
    (Object.values(each.fields) as Field[]).map(({ kind }) => kind),
  );
  expect(Object.keys(fieldInputs)).toEqual(expect.arrayContaining([...new Set(kinds)]));
});

test('an instant is shown in local time and comes back as the same instant', () => {
  const instant = '2026-07-01T09:00:00Z';
  const back = withOffset(localTime(instant)) ?? '';
  expect(new Date(back).getTime()).toBe(new Date(instant).getTime());
  expect(back).toMatch(/[+-]\d\d:\d\d$/);
  expect(localTime('no date')).toBe('');
  expect(withOffset('')).toBeUndefined();
});

function type(input: HTMLInputElement | undefined, text: string, event: 'input' | 'change') {
  if (input === undefined) throw new Error('There is no such input.');
  input.value = text;
  input.dispatchEvent(new Event(event));
}
