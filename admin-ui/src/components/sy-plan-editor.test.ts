import { describe, expect, test } from 'vitest';
import { type Plan, sensiblePlan } from '../model/canary-plan.ts';
import { findAll, heard, mount } from '../testing/mount.ts';
import './sy-plan-editor.ts';

async function editor(plan: Plan = sensiblePlan) {
  const element = await mount('sy-plan-editor', { plan });
  return { element, changes: heard<Plan>(element, 'plan-change') };
}

const named = <Found extends HTMLElement>(element: Element, label: string) =>
  findAll<Found>(element, `[aria-label="${label}"]`)[0] as Found;

function type(input: HTMLInputElement | HTMLSelectElement, value: string) {
  input.value = value;
  input.dispatchEvent(new Event('change'));
}

describe('the plan editor', () => {
  test('says when everybody has it at the earliest', async () => {
    const { element } = await editor();
    const said = () => findAll(element, '[role=status]')[0]?.textContent;
    expect(said()).toContain('after 11\u00a0min');
    element.plan = [];
    await element.updateComplete;
    expect(said()).toContain('at once');
  });

  test('offers a sensible plan where there is none', async () => {
    const { element, changes } = await editor([]);
    findAll<HTMLButtonElement>(element, '.row button')
      .find((button) => button.textContent?.includes('sensible'))
      ?.click();
    expect(changes).toEqual([sensiblePlan]);
  });

  test('adds the next wider audience', async () => {
    for (const [length, audience] of [
      [0, { kind: 'internal' }],
      [1, { kind: 'percentage', thousandths: 5_000 }],
      [3, { kind: 'percentage', thousandths: 50_000 }],
    ] as const) {
      const { element, changes } = await editor(sensiblePlan.slice(0, length));
      findAll<HTMLButtonElement>(element, '.row button')[0]?.click();
      expect(changes[0]?.at(-1)?.audience).toEqual(audience);
    }
  });

  test('takes times in their unit, and percentages; and none that is no number', async () => {
    const { element, changes } = await editor(sensiblePlan.slice(2, 3));
    const time = named<HTMLInputElement>(element, 'Shortest time of stage 1');
    const share = named<HTMLInputElement>(element, 'Percentage of stage 1');
    type(time, 'soon');
    expect(time.value).toBe('1');
    type(share, '200');
    expect(share.value).toBe('5');
    expect(changes).toEqual([]);
    type(time, '1,5');
    type(share, '2.5 %');
    type(named<HTMLSelectElement>(element, 'Unit of the time of stage 1'), '3600000');
    expect(changes.map(([stage]) => stage)).toEqual([
      { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 90_000 },
      { audience: { kind: 'percentage', thousandths: 2_500 }, minimumMs: 60_000 },
      { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 3_600_000 },
    ]);
  });

  test('moves and removes stages, not beyond the ends', async () => {
    const { element, changes } = await editor(sensiblePlan.slice(0, 2));
    const [internal, cohort] = sensiblePlan;
    expect(named<HTMLButtonElement>(element, 'Move stage 1 up').disabled).toBe(true);
    expect(named<HTMLButtonElement>(element, 'Move stage 2 down').disabled).toBe(true);
    named(element, 'Move stage 1 down').click();
    named(element, 'Remove stage 1').click();
    expect(changes).toEqual([[cohort, internal], [cohort]]);
  });

  test('says at a stage what is wrong with it', async () => {
    const { element } = await editor(sensiblePlan.slice(0, 2));
    element.problems = [{ path: ['1', 'audience'], message: 'Stage 2 names no key.' }];
    await element.updateComplete;
    const [first, second] = findAll(element, 'li');
    expect(first?.textContent).not.toContain('names no key');
    expect(second?.querySelector('[role=alert]')?.textContent).toBe('Stage 2 names no key.');
  });
});
