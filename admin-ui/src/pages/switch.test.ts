import { expect, test } from 'vitest';
import { state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './switch.ts';

const split = {
  id: 'r1',
  conditions: [],
  serve: {
    split: [
      { variant: 'a', weight: 50_000 },
      { variant: 'b', weight: 50_000 },
    ],
  },
};
const definition = {
  state: 'conditional',
  rules: [{ id: 'r0', conditions: [], serve: 'on' }],
  variants: [
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ],
  requires: [],
  clientSide: false,
};
const says = 'On for everyone for 41 days. Keep what it switches on.';
const stale = { production: { why: 'on-for-everyone', since: '2026-10-01T00:00:00.000Z', says } };

async function page(change: object, hints: object = {}) {
  const stored = { ...definition, ...change, version: 3 };
  const internalUsers = { users: [], emails: [], domains: [], ranges: [] };
  const ruleset = { switches: { shop: stored }, segments: {}, cohorts: {}, internalUsers };
  const details = {
    key: 'shop',
    name: 'Shop',
    description: '',
    owner: '',
    tags: [],
    kind: 'release',
    createdAt: '2026-01-01T00:00:00.000Z',
    environments: { production: stored },
    requiredBy: {},
    stale: hints,
  };
  const asked = serve(({ path }) => {
    if (path.endsWith('/experiment')) return { body: { events: [], splits: [] } };
    if (path.endsWith('/ruleset')) {
      const things = { ...ruleset, internalUsers: { ...internalUsers, version: 0 } };
      return { body: { environment: 'production', release: 3, ruleset, things } };
    }
    if (path.includes('/releases')) return { body: { releases: [] } };
    return { body: details };
  });
  const element = await mount('sy-switch', { state, switchKey: 'shop' });
  await settled();
  return { element, asked };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('says that a switch is stale, what to do, and how to say that it is meant to stay', async () => {
  const { element } = await page({}, stale);
  expect(findAll(element, '.stale').map(textOf)).toEqual([
    `${says} Is it meant to stay? Then its kind is not release, but ops or permission.`,
  ]);
  expect(findAll((await page({})).element, '.stale')).toEqual([]);
});

test('compares variants where a rule splits users, and nowhere else', async () => {
  const { asked } = await page({ rules: [split] });
  expect(asked.map(({ path }) => path)).toContain(
    '/api/environments/production/switches/shop/experiment',
  );
  const { element } = await page({});
  expect(findAll(element, 'sy-switch-experiment')).toEqual([]);
});
