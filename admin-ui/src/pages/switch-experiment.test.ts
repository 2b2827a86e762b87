import type { Switch } from '@switchyard/core';
import { expect, test } from 'vitest';
import { production } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './switch-experiment.ts';

const rule = (id: string, by?: string): Switch['rules'][number] => ({
  id,
  conditions: [],
  serve: {
    split: [
      { variant: 'a', weight: 50_000 },
      { variant: 'b', weight: 50_000 },
    ],
    ...(by && { by }),
  },
});
const definition = { state: 'conditional' as const, rules: [rule('r1')] };

const variant = (key: string, users: number, affected: number, more: object = {}) => ({
  variant: key,
  weight: 50_000,
  users,
  affected,
  rate: users > 0 ? affected / users : null,
  low: 0.03,
  high: 0.07,
  against: null,
  ...more,
});
const against = { ratio: 1.21, low: 0.78, high: 1.92, lnE: 0.4, finding: 'open' };
const split = {
  rule: 'r1',
  startedAt: '2026-11-20T12:00:00.000Z',
  control: 'a',
  confidence: 0.95,
  sample: 1,
  assignment: { lnE: -1, isSuspicious: false },
  variants: [variant('a', 2298, 97), variant('b', 2310, 118, { against })],
  words: [
    'b: 5.1 % of 2,310 users; a: 4.2 % of 2,298 users. b is between 22 % lower and 92 % higher.',
  ],
};
const nobody = { ...split, variants: [variant('a', 0, 0), variant('b', 0, 0)], words: [] };
const bought = { event: 'bought', events: ['bought', 'request.error'], splits: [split] };

async function shown(body: object, more: object = {}) {
  const asked = serve(() => ({ body }));
  const element = await mount('sy-switch-experiment', {
    environment: production,
    switchKey: 'checkout',
    definition,
    ...more,
  });
  await settled();
  const text = () => findAll(element, 'section *').map(own).join(' ').replace(/\s+/g, ' ');
  return { element, asked, text };
}

/** What an element says by itself. */
const own = (element: Element) =>
  [...element.childNodes].flatMap((each) => (each.nodeType === 3 ? each.textContent : [])).join('');
const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('shows each variant with its users, its rate, and how it compares, in words too', async () => {
  const { element } = await shown(bought);
  const rows = findAll(element, 'tbody tr').map(textOf);
  expect(rows).toEqual([
    'a 50 % 2,298 4.2 % 97 users what the others are held against',
    'b 50 % 2,310 5.1 % 118 users 21 % higher may be chance',
  ]);
  expect(findAll(element, '.words p').map(textOf)).toEqual(split.words);
  expect(findAll(element, '[role=alert]')).toEqual([]);
});

test('can be compared by another event', async () => {
  const { element, asked } = await shown(bought);
  const [select] = findAll<HTMLSelectElement>(element, 'select');
  expect([...(select?.options ?? [])].map(({ value }) => value)).toEqual(bought.events);
  if (select) select.value = 'request.error';
  select?.dispatchEvent(new Event('change'));
  await settled();
  expect(asked.map(({ path }) => path)).toEqual([
    '/api/environments/production/switches/checkout/experiment',
    '/api/environments/production/switches/checkout/experiment?event=request.error',
  ]);
});

test('warns where users are not given the variants as they should be', async () => {
  const assignment = { lnE: 12, isSuspicious: true };
  const { element } = await shown({
    ...bought,
    splits: [{ ...split, assignment, sample: 1 / 16 }],
  });
  expect(findAll(element, '[role=alert]').map(textOf).join()).toContain('do not trust');
  expect(findAll(element, 'p').map(textOf).join()).toContain('1 in 16 of them');
});

test('says how it begins, where nobody has been given a variant yet', async () => {
  const { element } = await shown({ ...bought, splits: [nobody] });
  expect(findAll(element, 'p').map(textOf).join()).toContain(
    'Nobody has been given a variant yet.',
  );
  expect(findAll(element, 'pre').map(textOf).join()).toContain("flags.variant('checkout', req)");
  const off = await shown(
    { ...bought, splits: [nobody] },
    { definition: { ...definition, state: 'off' } },
  );
  expect(findAll(off.element, 'p').map(textOf).join()).toContain('the switch is off');
});

test('says how to track, where nothing but failures is', async () => {
  const { element } = await shown({
    event: 'request.error',
    events: ['request.error'],
    splits: [split],
  });
  expect(findAll(element, 'pre').map(textOf).join()).toContain("flags.track('checkout', req)");
  expect(findAll(element, 'tbody tr')).toHaveLength(2);
});

test('shows each rule by itself, and says what is not compared', async () => {
  const second = { ...split, rule: 'r2', name: 'Germany' };
  const { element } = await shown(
    { ...bought, splits: [split, second] },
    { definition: { ...definition, rules: [rule('r1'), rule('r2'), rule('r3', 'company')] } },
  );
  expect(findAll(element, 'table')).toHaveLength(2);
  const text = findAll(element, 'p').map(textOf).join();
  expect(text).toContain('Rule 1, split like this');
  expect(text).toContain('Germany, split like this');
  expect(text).toContain('What is split by company is not compared');
});
