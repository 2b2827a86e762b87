import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { findAll, heard, mount } from '../testing/mount.ts';
import './sy-percentage-slider.ts';

const slider = async (thousandths: number) => {
  const element = await mount('sy-percentage-slider', {
    label: 'Percentage of users',
    thousandths,
  });
  const [range, exact] = findAll<HTMLInputElement>(element, 'input');
  if (range === undefined || exact === undefined) throw new Error('There are no inputs.');
  return { element, range, exact };
};

describe('the percentage slider', () => {
  test('is read out as a percentage', async () => {
    const { range } = await slider(12_500);
    expect(range.getAttribute('aria-label')).toBe('Percentage of users');
    expect(range.getAttribute('aria-valuetext')).toBe('12.5\u00a0%');
  });

  test('tells while it is moved, and once more when it rests', async () => {
    const { element, range } = await slider(0);
    const moves = heard<number>(element, 'percentage-change');
    const rests = heard<number>(element, 'percentage-rest');
    for (const position of ['2', '3', '3', '4']) {
      range.value = position;
      range.dispatchEvent(new Event('input'));
    }
    range.dispatchEvent(new Event('change'));
    expect(moves).toEqual([1_000, 5_000, 10_000]);
    expect(rests).toEqual([10_000]);
  });

  test('moves by arrow, page, Home and End keys', async () => {
    const { element, range } = await slider(5_000);
    const moves = heard<number>(element, 'percentage-change');
    const rests = heard<number>(element, 'percentage-rest');
    range.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowLeft}{ArrowUp}{PageUp}{PageDown}{End}{Home}');
    expect(moves).toEqual([5_500, 5_000, 5_500, 10_000, 5_000, 100_000, 0]);
    expect(rests).toEqual(moves);
  });

  test('takes an exact percentage, and refuses in words what is none', async () => {
    const { element, exact } = await slider(5_000);
    const rests = heard<number>(element, 'percentage-rest');
    exact.value = '101';
    exact.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(findAll(element, '[role=alert]')[0]?.textContent).toContain('From 0 to 100');
    expect(exact.getAttribute('aria-invalid')).toBe('true');

    exact.value = '0,125';
    exact.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(rests).toEqual([125]);
    expect(findAll(element, '[role=alert]')).toEqual([]);
    expect(exact.value).toBe('0.125');
  });
});
