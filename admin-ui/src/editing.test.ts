import { LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Environment } from './api-types.ts';
import { drafts } from './drafts.ts';
import { Editing } from './editing.ts';
import { mount } from './testing/mount.ts';
import { openPolicy } from './testing/policy.ts';
import { type Asked, type Reply, serve } from './testing/server.ts';

const development: Environment = {
  key: 'development',
  name: 'Development',
  release: 7,
  position: 'e:7',
  policy: openPolicy,
  createdAt: '2026-01-01T00:00:00Z',
  role: 'admin',
};
const production: Environment = {
  ...development,
  key: 'production',
  policy: { ...openPolicy, publish: 'driver', confirm: true },
};

/** One switch on a server that knows versions, as far as editing needs it. */
@customElement('test-editor')
class TestEditor extends LitElement {
  environment = development;
  live: { thing: object; version: number } = { thing: { state: 'off', rules: [] }, version: 7 };
  seen = this.live;
  readonly editing = new Editing(
    this,
    () => ({
      environment: this.environment,
      kind: 'switch',
      key: 'awesome',
      stored: this.seen.thing,
      version: this.seen.version,
    }),
    async () => {
      this.seen = this.live;
      this.requestUpdate();
      await this.updateComplete;
    },
  );

  publish({ body }: Asked): Reply {
    const [edit] = (body as { edits: { base: number; set: object }[] }).edits;
    if (edit?.base !== this.live.version) {
      return { status: 409, body: { code: 'conflict', detail: 'Somebody was faster.' } };
    }
    this.become(edit.set);
    return { status: 201, body: { number: this.live.version } };
  }

  /** A release, by whomever. */
  become(set: object) {
    this.live = { thing: { ...this.live.thing, ...set }, version: this.live.version + 1 };
  }

  /** The page hears of it. */
  async hear() {
    this.seen = this.live;
    this.requestUpdate();
    await this.updateComplete;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'test-editor': TestEditor;
  }
}

async function begin(properties: Partial<TestEditor> = {}) {
  const host = await mount('test-editor', properties);
  const asked = serve((question) => host.publish(question));
  const sets = () => asked.map(({ body }) => (body as { edits: { set: object }[] }).edits[0]?.set);
  return { host, editing: host.editing, asked, sets };
}

const resting = async (editing: Editing) => {
  do await new Promise((resolve) => setTimeout(resolve, 5));
  while (editing.isPublishing || editing.isDirect);
};

beforeEach(() => drafts.clear());

describe('a quick change where publishing does not ask', () => {
  test('is live at once, and nothing is left to publish', async () => {
    const { host, editing, sets } = await begin();
    editing.changeNow({ state: 'on' });
    expect(editing.shown(host.seen.thing)).toEqual({ state: 'on', rules: [] });
    await resting(editing);
    expect(sets()).toEqual([{ state: 'on' }]);
    expect(editing.published).toBe(8);
    expect(editing.isDirty).toBe(false);
    expect(editing.shown(host.seen.thing)).toEqual({ state: 'on', rules: [] });
  });

  test('that goes on while a release is on its way is published after it, as it is then', async () => {
    const { host, editing, sets } = await begin();
    let letGo: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const publish = host.publish.bind(host);
    const asked = serve(async (question) => {
      await gate;
      return publish(question);
    });
    editing.changeNow({ rules: [1] });
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    editing.changeNow({ rules: [2] });
    editing.changeNow({ rules: [3] });
    letGo();
    await resting(editing);
    expect(asked.map(({ body }) => (body as { edits: { set: object }[] }).edits[0]?.set)).toEqual([
      { rules: [1] },
      { rules: [3] },
    ]);
    expect(sets()).toEqual([]);
    expect(host.live.thing).toEqual({ state: 'off', rules: [3] });
    expect(editing.isDirty).toBe(false);
  });

  test('goes on top of what somebody else changed elsewhere in the switch', async () => {
    const { host, editing, sets } = await begin();
    host.become({ rules: [9] });
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(sets()).toEqual([{ state: 'on' }, { state: 'on' }]);
    expect(host.live.thing).toEqual({ state: 'on', rules: [9] });
    expect(editing.problem).toBe('');
  });

  test('becomes a draft to decide about when somebody else changed the same', async () => {
    const { host, editing, sets } = await begin();
    host.become({ state: 'conditional' });
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(sets()).toEqual([{ state: 'on' }]);
    expect(editing.isClashing).toBe(true);
    expect(host.live.thing).toEqual({ state: 'conditional', rules: [] });
  });

  test('that is refused stays as a draft, with the reason', async () => {
    const { host, editing } = await begin();
    serve(() => ({ status: 422, body: { code: 'invalid', detail: 'Not like this.' } }));
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(editing.problem).toBe('Not like this.');
    expect(editing.isDirty).toBe(true);
    expect(editing.shown(host.seen.thing)).toMatchObject({ state: 'on' });
  });

  test('waits with the rest of a draft that is there already', async () => {
    const { editing, asked } = await begin();
    editing.change({ rules: [1] });
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(asked).toEqual([]);
    expect(editing.draft?.set).toEqual({ rules: [1], state: 'on' });
  });

  test('is published even if one leaves before the hand rested', async () => {
    const { host, editing, sets } = await begin();
    editing.changeNow({ state: 'on' }, 10_000);
    host.remove();
    await resting(editing);
    expect(sets()).toEqual([{ state: 'on' }]);
  });
});

describe('a draft where publishing asks', () => {
  test('waits for Publish, which gives the reason and what it was based on', async () => {
    const { editing, asked } = await begin({ environment: production });
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(asked).toEqual([]);

    await editing.publish('tested');
    expect(asked[0]?.body).toEqual({
      reason: 'tested',
      edits: [{ kind: 'switch', key: 'awesome', base: 7, set: { state: 'on' } }],
    });
    expect(editing.isDirty).toBe(false);
  });

  test('is fitted to what somebody else published elsewhere in the switch', async () => {
    const { host, editing } = await begin({ environment: production });
    editing.change({ state: 'on' });
    host.become({ rules: [9] });
    await host.hear();
    expect(editing.isClashing).toBe(false);
    expect(editing.draft).toMatchObject({ version: 8, set: { state: 'on' } });
    expect(editing.shown(host.seen.thing)).toEqual({ state: 'on', rules: [9] });
  });

  test('clashes with what somebody else published to the same field: theirs can be taken', async () => {
    const { host, editing } = await begin({ environment: production });
    editing.change({ state: 'on', rules: [1] });
    host.become({ state: 'conditional' });
    await host.hear();
    expect(editing.isClashing).toBe(true);
    editing.takeTheirs();
    expect(editing.isClashing).toBe(false);
    expect(editing.shown(host.seen.thing)).toEqual({ state: 'conditional', rules: [1] });
  });

  test('or ours can be published on top', async () => {
    const { host, editing } = await begin({ environment: production });
    editing.change({ state: 'on' });
    host.become({ state: 'conditional' });
    await host.hear();
    await editing.publishOnTop('on purpose');
    expect(host.live.thing).toMatchObject({ state: 'on' });
    expect(editing.isDirty).toBe(false);
  });

  test('outlives its page, and is gone when it is discarded', async () => {
    const { host, editing } = await begin({ environment: production });
    editing.change({ state: 'on' });
    host.remove();
    const again = await begin({ environment: production });
    expect(again.editing.isDirty).toBe(true);
    again.editing.discard();
    expect(again.editing.isDirty).toBe(false);
    expect(again.editing.shown(again.host.seen.thing)).toEqual({ state: 'off', rules: [] });
  });

  test('of one environment is not that of another', async () => {
    const { host, editing } = await begin({ environment: production });
    editing.change({ state: 'on' });
    host.environment = development;
    await host.hear();
    expect(editing.isDirty).toBe(false);
  });
});

describe('a quick change that cannot be live at once', () => {
  const waits = { status: 202, body: { waiting: { change: 5, group: 4, blockers: [] } } };

  test('is a change then, and no draft any more', async () => {
    const { host, editing } = await begin();
    serve(() => waits);
    editing.changeNow({ state: 'on' });
    await resting(editing);
    expect(editing.isDirty).toBe(false);
    expect(editing.underway?.text).toBe('Change 5 waits to leave.');
    expect(editing.shown(host.seen.thing)).toEqual({ state: 'off', rules: [] });
  });

  test('does not take along what was moved meanwhile: that stays a draft', async () => {
    const { editing } = await begin();
    const asked = serve(() => {
      editing.change({ rules: [2] });
      return waits;
    });
    editing.changeNow({ rules: [1] });
    await resting(editing);
    expect(asked).toHaveLength(1);
    expect(editing.isDirect).toBe(false);
    expect(editing.draft?.set).toEqual({ rules: [2] });
  });
});
