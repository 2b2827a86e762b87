import { expect, test } from 'vitest';
import { shownText } from '../testing/acts.ts';
import { sight } from '../testing/evidence.ts';
import { findAll, mount } from '../testing/mount.ts';
import './sy-sight.ts';

const show = (over: Partial<typeof sight> = {}) =>
  mount('sy-sight', { sight: { ...sight, ...over } });

test('says in words and in a table what must happen to be found, and how long it takes', async () => {
  const element = await show();
  expect(shownText(element, 'p')[0]).toBe(
    'At 5 % with 300 canary users, a rate of 1 % (checkouts) must grow 4.5× to be found with a chance of 80 %.',
  );
  expect(shownText(element, 'thead th')).toEqual([
    'Stage',
    'Canary users',
    'Takes about',
    'checkouts',
    'orders',
  ]);
  expect(findAll(element, 'tbody tr').map((row) => shownText(row, 'th, td'))).toEqual([
    ['5 %', '300', '1 h', '4.5×', '1/3'],
    ['95 %', 'only 40', '1 min', 'cannot be found', 'cannot be found'],
  ]);
  const note = shownText(element, 'p').at(-1);
  expect(note).toContain('About 6,000 users an hour, going by');
  expect(note).toContain(
    'Usual is: checkouts 1 % of the users, as in the last release, orders 10 % of the requests, as in the last hours.',
  );
  expect(note).toContain('nothing is foretold: latency.');
});

test('says what is assumed, and that users are not known', async () => {
  const [first] = sight.metrics;
  const element = await show({
    usersPerHour: null,
    usersFrom: null,
    metrics: first ? [{ ...first, from: 'assumed' }] : [],
    stages: sight.stages.map((each) => ({ ...each, takesMs: null })),
  });
  expect(shownText(element, 'p').at(-1)).toContain('checkouts 1 % (assumed');
  expect(shownText(element, 'tbody tr:first-child td')[1]).toBe('not known');
  expect(shownText(element, 'p').at(-1)).toContain('no requests were counted');
});

test('warns where there is no guard, and where nobody can be compared', async () => {
  expect(shownText(await show({ isGuarded: false }), '.warning')[0]).toContain('There is no guard');
  const nobody = await show({ stages: [] });
  expect(nobody.renderRoot.textContent).toContain('nobody to compare with');
  expect(findAll(nobody, 'table')).toEqual([]);
});
