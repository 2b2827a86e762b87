import { describe, expect, test } from 'vitest';
import type { Environment } from '../api-types.ts';
import { sensiblePlan } from '../model/canary-plan.ts';
import { usualGuard } from '../model/guard.ts';
import { sight } from '../testing/evidence.ts';
import { findAll, heard, mount } from '../testing/mount.ts';
import { openPolicy } from '../testing/policy.ts';
import { type Reply, serve, settled } from '../testing/server.ts';
import './settings-policy.ts';

const environment: Environment = {
  key: 'production',
  name: 'Production',
  release: 3,
  position: 'e:3',
  policy: openPolicy,
  createdAt: '2026-01-01T00:00:00.000Z',
  role: 'admin',
};

async function page(reply: Reply = { body: environment }) {
  const asked = serve(({ method, path }) => {
    if (path.endsWith('/visible')) return { body: sight };
    return method === 'PATCH' ? reply : { body: { things: { cohorts: { 'bleeding-edge': {} } } } };
  });
  const element = await mount('sy-settings-policy', { environment });
  const saved = heard(element, 'environments-change');
  const patches = () => asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  return { element, patches, saved, asked };
}

const button = (element: Element, words: string) =>
  findAll<HTMLButtonElement>(element, 'button').find(
    (each) => each.textContent?.trim() === words,
  ) as HTMLButtonElement;

function choose(element: Element, id: string, value: string) {
  const field = findAll<HTMLSelectElement>(element, `#${id}`)[0] as HTMLSelectElement;
  field.value = value;
  field.dispatchEvent(new Event('change'));
}

describe('the rules of an environment', () => {
  test('are saved as far as they are other than before', async () => {
    const { element, patches, saved } = await page();
    expect(button(element, 'Save').disabled).toBe(true);
    choose(element, 'express', 'percentages');
    choose(element, 'unhold', 'admin');
    await settled();
    button(element, 'Use a sensible plan').click();
    await settled();
    button(element, 'Save').click();
    await settled();
    const who = { ...openPolicy.who, unhold: 'admin' };
    expect(patches()).toEqual([{ policy: { express: 'percentages', who, plan: sensiblePlan } }]);
    expect(saved).toHaveLength(1);
    expect(button(element, 'Save').disabled).toBe(true);
  });

  test('stay as they are when the edits are discarded', async () => {
    const { element, patches } = await page();
    choose(element, 'express', 'harmless');
    await settled();
    button(element, 'Discard').click();
    await settled();
    expect(findAll<HTMLSelectElement>(element, '#express')[0]?.value).toBe('anything');
    expect(patches()).toEqual([]);
  });

  test('have a guard, and tell what it would see before they are saved', async () => {
    const { element, patches, asked } = await page();
    choose(element, 'mode', 'usual');
    await settled();
    button(element, 'Use a sensible plan').click();
    await settled();
    const body = { plan: sensiblePlan, guard: usualGuard };
    const looks = asked.filter(({ path }) => path.endsWith('/visible'));
    expect(looks).toEqual([{ method: 'POST', path: '/api/environments/production/visible', body }]);
    await expect.poll(() => findAll(element, 'table').length).toBe(1);
    button(element, 'Save').click();
    await settled();
    expect(patches()).toEqual([{ policy: body }]);
  });

  test('of a guard are marked at the field that makes no sense', async () => {
    const { element } = await page({
      status: 422,
      body: {
        code: 'invalid',
        detail: 'One thing is wrong.',
        problems: [{ path: ['policy', 'guard', 'metrics', 0, 'key'], message: 'It needs a name.' }],
      },
    });
    choose(element, 'mode', 'own');
    await settled();
    button(element, 'Save').click();
    await settled();
    const [first] = findAll(element, 'sy-metric-editor');
    expect(findAll(first as Element, '.problem').map((each) => each.textContent)).toEqual([
      'It needs a name.',
    ]);
  });

  test('that make no sense are marked where they stand, and kept', async () => {
    const { element } = await page({
      status: 422,
      body: {
        code: 'invalid',
        detail: 'Two things are wrong.',
        problems: [
          { path: ['approvals'], message: 'approvals is 99.' },
          { path: ['freezes', '0'], message: 'Freeze 1 needs a reason.' },
        ],
      },
    });
    choose(element, 'approvals', '99');
    button(element, 'Once').click();
    await settled();
    button(element, 'Save').click();
    await settled();
    const alerts = findAll(element, '[role=alert]').map((each) => each.textContent?.trim());
    expect(alerts).toEqual(
      expect.arrayContaining([
        'approvals is 99.',
        'Freeze 1 needs a reason.',
        'Not saved: 2 things are wrong above.',
      ]),
    );
    expect(findAll<HTMLInputElement>(element, '#approvals')[0]?.value).toBe('99');
  });
});
