import type { Switch } from '@switchyard/core';
import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Environment } from '../api-types.ts';
import { drafts, nameOf } from '../drafts.ts';
import { Editing } from '../editing.ts';
import { notices } from '../notices.ts';
import { press, see, shownText, type } from '../testing/acts.ts';
import { findAll, mount } from '../testing/mount.ts';
import { type Reply, serve } from '../testing/server.ts';
import { production, proposal } from '../testing/yard.ts';
import { draftBar } from './draft-bar.ts';

const stored: Switch = { state: 'off', rules: [], variants: [], requires: [], clientSide: false };

/** A page with one switch and the bar of its draft. */
@customElement('test-switch')
class TestSwitch extends LitElement {
  environment = production;
  readonly editing = new Editing(
    this,
    () => ({ environment: this.environment, kind: 'switch', key: 'awesome', stored, version: 7 }),
    async () => this.requestUpdate(),
  );

  protected override render() {
    const shown = this.editing.shown(stored);
    const { environment } = this;
    return html`${draftBar(this.editing, { environment, kind: 'switch', key: 'awesome', stored, shown, problems: [] })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'test-switch': TestSwitch;
  }
}

const asking: Environment = {
  ...production,
  policy: { ...production.policy, confirm: true },
};
const developer: Environment = {
  ...asking,
  role: 'developer',
  policy: { ...asking.policy, publish: 'driver' },
};

async function open(environment: Environment, reply: () => Reply) {
  const asked = serve(reply);
  const element = await mount('test-switch', { environment });
  element.editing.changeNow({ state: 'on' });
  await see(element, 'sy-draft-bar');
  return { element, asked };
}

function toldFrom(): string[] {
  const told: string[] = [];
  notices.addEventListener('notice', (event) => {
    const { text, link } = (event as CustomEvent<{ text: string; link?: { href: string } }>).detail;
    told.push(`${text} ${link?.href ?? ''}`);
  });
  return told;
}

beforeEach(() => drafts.clear());

describe('a draft is proposed', () => {
  test('beside publishing, with title, code and boarding; and others come along', async () => {
    drafts.set(nameOf('production', 'segment', 'big'), {
      base: {},
      version: 3,
      set: { name: 'Big' },
    });
    drafts.set(nameOf('staging', 'switch', 'other'), {
      base: {},
      version: 1,
      set: { state: 'on' },
    });
    const told = toldFrom();
    const { element, asked } = await open(asking, () => ({ status: 201, body: proposal(12) }));
    await see(element, 'button', 'Publish to Production');
    expect(shownText(element, 'ul li')).toEqual(['state: off → on']);
    await press(element, 'Propose a change');
    const dialog = await see(element, 'sy-propose-dialog');
    expect(shownText(dialog, '.words li')).toEqual(['state: off → on']);
    expect(shownText(dialog, 'fieldset code')).toEqual(['big']);
    findAll(dialog, 'fieldset input[type=checkbox]')[0]?.click();
    await type(dialog, 'input#title', 'For all');
    await press(dialog, 'Propose');
    await expect
      .poll(() => asked[0]?.body)
      .toEqual({
        title: 'For all',
        description: '',
        links: [],
        requires: [],
        edits: [
          { kind: 'segment', key: 'big', base: 3, set: { name: 'Big' } },
          { kind: 'switch', key: 'awesome', base: 7, set: { state: 'on' } },
        ],
        board: { how: 'plain' },
      });
    await expect.poll(() => findAll(element, 'sy-draft-bar')).toEqual([]);
    expect([...drafts.keys()]).toEqual(['staging switch other']);
    expect(told).toEqual([
      'Change 12 of 2 things is proposed and aboard. #/changes/12?environment=production',
    ]);
  });

  test('instead of publishing, where the role does not allow that', async () => {
    const { element } = await open(developer, () => ({ status: 201, body: proposal(12) }));
    expect(shownText(element, 'form button')).toEqual(['Propose a change', 'Discard']);
    expect(shownText(element, 'section .quiet')).toEqual([
      'Publishing at once needs the role driver here; yours is developer.',
    ]);
  });

  test('instead of publishing, where only percentages leave at once', async () => {
    const policy = { ...asking.policy, express: 'percentages' as const };
    const { element } = await open({ ...asking, policy }, () => ({ status: 500 }));
    expect(shownText(element, 'form button')[0]).toBe('Propose a change');
  });

  test('and stays with the words of a refusal', async () => {
    const { element } = await open(developer, () => ({
      status: 422,
      body: { code: 'invalid', detail: 'Not like this.' },
    }));
    await press(element, 'Propose a change');
    const dialog = await see(element, 'sy-propose-dialog');
    await type(dialog, 'input#title', 'For all');
    await press(dialog, 'Propose');
    await expect.poll(() => shownText(dialog, '.problem-box p')).toEqual(['Not like this.']);
    expect(element.editing.isDirty).toBe(true);
  });
});

describe('publishing', () => {
  test('that is refused by policy offers to propose instead', async () => {
    const { element } = await open(asking, () => ({
      status: 403,
      body: { code: 'forbidden', detail: 'Only percentages may leave at once here.' },
    }));
    await press(element, 'Publish to Production');
    await expect
      .poll(() => shownText(element, 'form button'))
      .toEqual(['Propose a change', 'Discard']);
    expect(shownText(element, '[role=alert]')).toEqual([
      'Only percentages may leave at once here.',
    ]);
  });

  test('that waits is a change: it says so, with the way to the yard', async () => {
    const told = toldFrom();
    const blockers = [{ message: 'Group 3 is still rolling out' }];
    const { element } = await open(asking, () => ({
      status: 202,
      body: { waiting: { change: 5, group: 4, blockers } },
    }));
    await press(element, 'Publish to Production');
    await expect.poll(() => findAll(element, 'sy-draft-bar')).toEqual([]);
    expect(told).toEqual([
      'Change 5 waits to leave: Group 3 is still rolling out. #/train?environment=production',
    ]);
  });

  test('that rolls out first says at which stage, and is not called live', async () => {
    const told = toldFrom();
    const { element } = await open(asking, () => ({
      status: 201,
      body: { number: 42, outcome: 'rolling-out', stage: 0, stages: production.policy.plan },
    }));
    await press(element, 'Publish to Production');
    await expect.poll(() => findAll(element, 'sy-draft-bar')).toEqual([]);
    expect(told).toEqual([
      'Release 42 is rolling out, stage 1 of 2. #/train?environment=production',
    ]);
    expect(element.editing.published).toBeUndefined();
    expect(element.editing.underway?.text).toBe('Release 42 is rolling out, stage 1 of 2.');
  });
});
