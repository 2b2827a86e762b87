import { expect, test } from 'vitest';
import type { EnvironmentState } from '../api-types.ts';
import { production, state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './cohorts.ts';

const at = '2026-11-21T12:00:00.000Z';
const cohort = { title: 'Bleeding edge', open: true, cap: 100, version: 1 };
const shop = {
  state: 'conditional',
  rules: [{ id: 'r', conditions: [{ type: 'in-cohort', cohort: 'bleeding-edge' }], serve: 'on' }],
  variants: [],
  requires: [],
  clientSide: true,
  version: 1,
} as const;
const things = {
  switches: { shop, old: { ...shop, state: 'off' } },
  segments: {},
  cohorts: { 'bleeding-edge': cohort, closed: { title: 'Closed', open: false, version: 1 } },
  internalUsers: { users: [], emails: [], domains: [], ranges: [], version: 0 },
} as unknown as EnvironmentState['things'];
const surroundings = {
  position: 'e:7',
  environment: 'production',
  release: 7,
  ruleset: { ...things, segments: {} },
  things,
};
const member = { cohort: 'bleeding-edge', user: 'ada/..', isMember: true, at, by: 'user' };

async function page(cohortKey = '', role: 'developer' | 'viewer' = 'developer') {
  const asked = serve(({ method, path }) => {
    if (path.endsWith('/ruleset')) return { body: surroundings };
    if (path.endsWith('/cohorts')) return { body: { members: { 'bleeding-edge': 1 } } };
    if (path.includes('/opt-ins') && method === 'GET') {
      return { body: { user: member.user, optIns: [member] } };
    }
    if (method === 'DELETE') return { status: 204 };
    if (method === 'PUT') return { body: member };
    return { body: { members: [member], count: 1 } };
  });
  const environment = { ...production, role };
  const element = await mount('sy-cohorts', { state: { ...state, environment }, cohortKey });
  await settled();
  return { element, asked: () => asked.map(({ method, path }) => `${method} ${path}`) };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const base = '/api/environments/production';

test('lists cohorts with how many are in them, and whether they are open', async () => {
  const { element } = await page();
  expect(findAll(element, 'li a').map(textOf)).toEqual([
    'Bleeding edge bleeding-edge 1 member of at most 100 open',
    'Closed closed 0 members closed',
  ]);
});

test('shows what members have that others do not, and who they are', async () => {
  const { element } = await page('bleeding-edge');
  const today = findAll(element, 'sy-cohort-today').flatMap((each) => findAll(each, 'li'));
  expect(today.map(textOf)).toEqual([
    'old off for everybody',
    'shop a user who is in the cohort bleeding-edge → on',
  ]);
  const members = findAll(element, 'sy-cohort-members').flatMap((each) => findAll(each, 'li'));
  expect(members.map(textOf)[0]).toBe('ada/.. joined by themselves Take out');
});

test('puts users in and takes them out, whatever their keys are', async () => {
  const { element, asked } = await page('bleeding-edge');
  const [input] = findAll<HTMLInputElement>(element, 'input[name=user]');
  if (input) input.value = '..';
  input?.form?.requestSubmit();
  await settled();
  findAll(element, '[aria-label="Take ada/.. out"]')[0]?.click();
  await settled();
  expect(asked()).toContain(`PUT ${base}/cohorts/bleeding-edge/members/-?user=..`);
  expect(asked()).toContain(`DELETE ${base}/cohorts/bleeding-edge/members/-?user=ada%2F..`);
});

test('shows all that is kept about a user, to take along and to erase', async () => {
  const { element, asked } = await page('bleeding-edge');
  findAll(element, '[aria-label="All about ada/.."]')[0]?.click();
  await settled();
  const [link] = findAll<HTMLAnchorElement>(element, 'a[download]');
  expect(link?.getAttribute('href')).toBe(`${base}/users/-/opt-ins?user=ada%2F..`);
  findAll(element, 'sy-dialog .danger-quiet')[0]?.click();
  await settled();
  expect(asked()).toContain(`DELETE ${base}/users/-/opt-ins?user=ada%2F..`);
});

test('viewers are not shown who is in', async () => {
  const { element, asked } = await page('bleeding-edge', 'viewer');
  expect(findAll(element, 'sy-cohort-members')).toEqual([]);
  expect(asked().filter((each) => each.includes('/members'))).toEqual([]);
});

test('a new cohort begins with its key', async () => {
  const { element } = await page();
  const [key] = findAll<HTMLInputElement>(element, '#key');
  if (key) key.value = 'night-owls';
  key?.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await settled();
  key?.form?.requestSubmit();
  expect(location.hash).toBe('#/cohorts/night-owls');
  location.hash = '';
});
