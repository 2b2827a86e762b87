import { expect, test } from 'vitest';
import { see, shownText } from '../testing/acts.ts';
import { mount } from '../testing/mount.ts';
import { serve } from '../testing/server.ts';
import { bob, proposal, stateOfAnn } from '../testing/yard.ts';
import './changes.ts';

const all = [
  proposal(3, { title: 'Checkout for all', status: 'aboard', approvalsNeeded: 1 }),
  proposal(2, { title: 'Search', author: bob, waitsFor: ['web 2.0'] }),
];

async function open(query: Record<string, string> = {}) {
  const asked = serve(() => ({ body: { changes: all } }));
  const element = await mount('sy-proposals', { state: stateOfAnn, query });
  await see(element, '.card');
  return { element, asked };
}

test('lists what is open and aboard, with what each still needs', async () => {
  const { element, asked } = await open();
  expect(shownText(element, '.what strong')).toEqual(['Checkout for all', 'Search']);
  expect(shownText(element, '.facts')[0]).toContain('0 of 1 approvals');
  expect(shownText(element, '.facts')[1]).toContain('waits for code');
  expect(asked[0]?.path).toBe(
    '/api/environments/production/changes?status=open%2Caboard%2Crolling-out&limit=50',
  );
});

test('finds by title, author and what is changed', async () => {
  expect(shownText((await open({ text: 'bob' })).element, '.what strong')).toEqual(['Search']);
  expect(shownText((await open({ text: 'CHECKOUT' })).element, '.what strong')).toHaveLength(2);
  expect((await open({ text: 'nothing' })).element.shadowRoot?.textContent).toContain(
    'No change fits.',
  );
});

test('asks the server for one’s own, and for those that are done', async () => {
  const { asked } = await open({ show: 'done', author: 'me' });
  expect(asked[0]?.path).toContain('status=arrived%2Crolled-back%2Cwithdrawn');
  expect(asked[0]?.path).toContain('author=ann');
});
