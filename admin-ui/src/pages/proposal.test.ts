import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { press, see, shownText, type } from '../testing/acts.ts';
import { findAll, mount } from '../testing/mount.ts';
import { type Asked, serve } from '../testing/server.ts';
import { ann, bob, group, production, proposal, rider, stateOfAnn, yard } from '../testing/yard.ts';
import type { Proposal } from '../yard-types.ts';
import './proposal.ts';

/** The page of change 7, on a server that answers every change of it with the next of these, and the last. */
async function open(first: Partial<Proposal>, ...then: Partial<Proposal>[]) {
  const states = [first, ...then].map((over) => proposal(7, over));
  const asked: Asked[] = [];
  serve((question) => {
    const { method, path } = question;
    if (method !== 'GET') {
      asked.push(question);
      if (states.length > 1) states.shift();
    }
    if (path.endsWith('/train')) return { body: yard([group(1, [rider(3, { author: bob })])]) };
    return { body: states[0] };
  });
  const element = await mount('sy-proposal', { state: stateOfAnn, number: 7 });
  await see(element, 'h1');
  return { element, asked };
}

const isOff = (element: Element, selector: string) =>
  findAll<HTMLButtonElement>(element, selector)[0]?.disabled;

const conflicts: Proposal['conflicts'] = [
  {
    kind: 'switch',
    key: 'checkout',
    field: 'state',
    base: 'off',
    mine: 'on',
    theirs: 'conditional',
  },
  {
    kind: 'switch',
    key: 'checkout',
    field: 'rules',
    base: [],
    mine: [{ id: 'a', conditions: [{ type: 'internal-users' }], serve: 'on' }],
    theirs: null,
  },
];

describe('a change', () => {
  test('is shown with what it changes, what is said about it and its way to the log', async () => {
    const { element } = await open({
      title: 'Checkout for all',
      description: 'Two weeks\nwithout errors',
      links: [{ title: 'Talk', url: 'https://example.com/talk' }],
      status: 'arrived',
      release: 42,
    });
    expect(shownText(element, 'h1')).toEqual(['Checkout for all']);
    expect(shownText(await see(element, 'sy-status'), 'span')).toEqual(['Live']);
    expect(shownText(await see(element, 'sy-changes'), 'li')).toEqual(['state: off → on']);
    expect(findAll(element, '.links a')[0]?.getAttribute('href')).toBe('https://example.com/talk');
    expect((await see(element, 'section', 'Its ride')).textContent).toContain('Live as');
    expect(shownText(element, 'section button')).not.toContain('Board…');
  });

  test('at an address without a number is looked for nowhere, and said to be missing once', async () => {
    const asked = serve(() => ({ status: 500 }));
    const element = await mount('sy-proposal', { state: stateOfAnn, number: Number.NaN });
    const problem = await see(element, 'sy-problem');
    Object.assign(element, { state: { ...stateOfAnn } });
    await element.updateComplete;
    expect(shownText(problem, 'p')).toEqual(['There is no such change.']);
    expect(findAll(problem, 'button')).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is edited: title, links and the code it needs', async () => {
    const { element, asked } = await open(
      { requires: [{ app: 'web', version: '1.0' }] },
      { title: 'Better' },
    );
    await press(element, 'Edit');
    const dialog = await see(element, 'sy-edit-proposal');
    await type(dialog, 'input#title', ' Better ');
    await type(dialog, 'input[aria-label="Version at least 1"]', '2.0');
    await press(dialog, 'Add link');
    await type(dialog, 'input[aria-label="Link address 1"]', 'https://example.com');
    await press(dialog, 'Add required code');
    await press(dialog, 'Save');
    await expect
      .poll(() => asked[0]?.body)
      .toEqual({
        version: 3,
        title: 'Better',
        description: '',
        links: [{ title: 'https://example.com', url: 'https://example.com' }],
        requires: [{ app: 'web', version: '2.0' }],
      });
    await expect.poll(() => shownText(element, 'h1')).toEqual(['Better']);
  });

  test('fits a phone', async () => {
    await page.viewport(360, 740);
    const { element } = await open({
      title: 'Unbreakable'.repeat(12),
      description: 'x'.repeat(300),
      conflicts,
      links: [{ title: 'y'.repeat(120), url: 'https://example.com' }],
    });
    await element.updateComplete;
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    await page.viewport(1280, 800);
  });
});

describe('conflicts', () => {
  test('stand side by side: as it was, as the change wants it, as it is', async () => {
    const { element } = await open({ conflicts });
    expect(shownText(element, 'fieldset .side')).toEqual([
      'It wasoff',
      'This change on',
      'Live now conditional',
      'It wasno rules',
      'This change a user who is an internal user → on',
      'Live now nothing',
    ]);
  });

  test('are resolved by a choice for each field, then the change is rebased', async () => {
    const { element, asked } = await open({ conflicts }, { version: 4 });
    expect(isOff(element, '.rebase')).toBe(true);
    findAll(element, 'input[value=theirs]')[0]?.click();
    await expect.poll(() => shownText(element, '.left')[0]).toContain('1 left');
    findAll(element, 'input[value=mine]')[1]?.click();
    await expect.poll(() => isOff(element, '.rebase')).toBe(false);
    await press(element, 'Rebase onto what is live');
    await expect
      .poll(() => asked[0])
      .toMatchObject({
        method: 'POST',
        path: '/api/environments/production/changes/7/rebase',
        body: {
          version: 3,
          take: [
            { kind: 'switch', key: 'checkout', field: 'state', use: 'theirs' },
            { kind: 'switch', key: 'checkout', field: 'rules', use: 'mine' },
          ],
        },
      });
    await expect.poll(() => findAll(element, 'sy-conflicts')).toEqual([]);
  });
});

describe('approvals', () => {
  const byAnn = [{ actor: ann, at: '2026-11-21T12:00:00Z' }];

  test('are given to the hash that was looked at, and taken back', async () => {
    const { element, asked } = await open(
      { author: bob, canApprove: true, approvalsNeeded: 1 },
      { author: bob, approvals: byAnn, approvalsNeeded: 1 },
      { author: bob, canApprove: true, approvalsNeeded: 1 },
    );
    await press(element, 'Approve');
    await press(element, 'Revoke my approval');
    await see(element, 'button', 'Approve');
    expect(asked).toMatchObject([
      { method: 'POST', body: { contentHash: 'abc' } },
      { method: 'DELETE', path: '/api/environments/production/changes/7/approval' },
    ]);
  });

  test('are not the author’s to give, and say so', async () => {
    const { element } = await open({ approvalsNeeded: 1 });
    const text = (await see(element, 'sy-approvals')).shadowRoot?.textContent ?? '';
    expect(text).toContain('somebody else approves it');
    expect(text).toContain('exactly these edits');
    expect(findAll(await see(element, 'sy-approvals'), 'button')).toEqual([]);
  });
});

describe('its ride', () => {
  test('begins with a place in the queue', async () => {
    const { element, asked } = await open({}, { status: 'aboard', group: 1 });
    await press(element, 'Board…');
    const dialog = await see(element, 'sy-board-dialog');
    const ways = await see(dialog, 'input[value=with]');
    expect(findAll(dialog, 'input[type=radio]')).toHaveLength(5);
    ways.click();
    const other = await see<HTMLSelectElement>(dialog, '#other');
    await expect.poll(() => isOff(dialog, 'button.primary')).toBe(true);
    other.value = '3';
    other.dispatchEvent(new Event('change'));
    await press(dialog, 'Board');
    await expect
      .poll(() => asked[0]?.body)
      .toEqual({ do: 'board', change: 7, place: { how: 'with', change: 3 } });
    expect((await see(element, 'a', 'group 1')).getAttribute('href')).toBe(
      '#/train?environment=production',
    );
  });

  test('passes by the queue only where policy lets it', async () => {
    const { element } = await open({ extent: 'percentages' });
    await press(element, 'Leave at once');
    const policy = { ...production.policy, express: 'harmless' as const };
    const state = { ...stateOfAnn, environment: { ...production, policy } };
    Object.assign(element, { state });
    await expect.poll(() => shownText(element, 'section button')).toEqual(['Board…', 'Withdraw']);
  });

  test('can be left', async () => {
    const { element, asked } = await open({ status: 'aboard', group: 1 }, {});
    await press(element, 'Leave the train');
    await expect.poll(() => asked[0]?.body).toEqual({ do: 'leave', change: 7 });
    await see(element, 'button', 'Board…');
  });

  test('waits for its code, in words', async () => {
    const { element } = await open({
      requires: [{ app: 'web', version: '2.0' }],
      waitsFor: ['web 2.0: it is at 1.9'],
    });
    const text = (await see(element, 'section', 'Required code')).textContent;
    expect(text).toContain('Waits for web 2.0: it is at 1.9');
  });

  test('is over when it is withdrawn', async () => {
    const requires = [{ app: 'web', version: '2.0' }];
    const { element, asked } = await open(
      { requires },
      { requires, status: 'withdrawn', canEdit: false },
    );
    expect((await see(element, 'section', 'Required code')).textContent).toContain('everywhere');
    await press(element, 'Withdraw');
    const dialog = await see(element, 'sy-ask-dialog');
    await press(dialog, 'Withdraw');
    await expect.poll(() => asked[0]?.path).toMatch(/withdraw$/);
    await expect.poll(() => shownText(element, 'section button')).not.toContain('Board…');
    expect((await see(element, 'section', 'Its ride')).textContent).toContain('was withdrawn');
    expect((await see(element, 'section', 'Required code')).textContent).not.toContain(
      'everywhere',
    );
  });
});
