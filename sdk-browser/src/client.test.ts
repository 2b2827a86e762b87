import { emptyRuleset, type Switch } from '@switchyard/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient } from './client.ts';
import { candidateOf, hash, messageOf, on } from './testing/messages.ts';
import { memory, place, start } from './testing/place.ts';
import { until } from './testing/until.ts';

const asks = (id: string): Switch => ({
  ...on,
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'answer', id } as never], serve: 'on' }],
});
const limit: Switch = { ...on, variants: [{ key: 'low', value: 5 }] };
const forMembers: Switch = {
  ...on,
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'is-set', attribute: 'plan' }], serve: 'on' }],
};
const alice = { user: 'alice', cohorts: [], answers: { q: true } };

const look = (how: 'visible' | 'hidden') => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(how);
  document.dispatchEvent(new Event('visibilitychange'));
};

afterEach(() => vi.restoreAllMocks());

describe('the browser client', () => {
  test('decides locally, for whoever looks at the page', async () => {
    const { url, publish } = place();
    await publish({ awesome: on, forMembers, limit });
    const flags = start(url, { context: { targetingKey: 'bob' } });
    expect(flags.isActive('awesome')).toBe(false);
    expect(flags.explain('awesome')).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });

    const readiness = { status: 'ready', source: 'network', release: 1, synced: true };
    expect(await flags.ready()).toEqual(readiness);
    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.isActive('forMembers')).toBe(false);
    expect(flags.isActive('unheard-of', true)).toBe(true);
    expect(flags.variant('limit')).toBe('low');
    expect(flags.variant('unheard-of', 'c')).toBe('c');
    expect(flags.value('limit', 10)).toBe(5);
    expect(flags.value('limit', 'many')).toBe('many');
    expect(flags.explain('forMembers')).toMatchObject({ reason: 'DEFAULT', release: 1 });

    flags.identify({ targetingKey: 'alice', plan: 'pro' });
    expect(flags.explain('forMembers')).toMatchObject({ active: true, ruleId: 'r1' });
    expect(flags.changes).toEqual([['awesome', 'forMembers', 'limit'], ['forMembers']]);
  });

  test('follows what is released, by message and by difference, and tells what is other', async () => {
    const { url, publish, say } = place();
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    await publish({ awesome: on, other: on }, 2);
    await until(() => expect(flags.isActive('other')).toBe(true));

    const after = { ...emptyRuleset, switches: { other: on } };
    const remove = { switches: ['awesome'] };
    const delta = {
      from: 'epoch:2',
      to: 'epoch:3',
      release: 3,
      checksum: await hash(after),
      remove,
    };
    await say({
      say: [
        ['unheard-of', {}],
        ['delta', delta],
      ],
    });
    await until(() => expect(flags.isActive('awesome')).toBe(false));
    expect(flags.explain('other')).toMatchObject({ active: true, release: 3 });
    expect(flags.changes).toEqual([['awesome'], ['other'], ['awesome']]);
    expect(flags.errors).toEqual([]);
  });

  test('fetches the whole where a difference does not fit, or one was missed', async () => {
    const { url, publish, say, asked } = place();
    await publish({});
    const flags = start(url);
    await flags.ready();
    await say({ streams: 'mute' });
    const message = await messageOf({ awesome: on }, 5);
    const delta = { from: 'epoch:4', to: 'epoch:5', release: 5, checksum: '', set: {} };
    // Those who listen are not told of it.
    await say({ message, say: [['delta', delta]] });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    await say({ say: [['heartbeat', { position: 'epoch:5' }]] });
    await say({ say: [['heartbeat', { position: 'epoch:4' }]] });
    expect((await asked()).streams).toBe(1);
  });

  test.each<[string, (at: ReturnType<typeof place>) => Promise<unknown>, string]>([
    ['with a wrong checksum', ({ publish }) => publish({}, 2, { checksum: 'x' }), 'checksum'],
    ['that is older', ({ publish }) => publish({}, 0), 'older'],
    ['of no sense', ({ say }) => say({ message: { position: 'epoch:2' } }), 'malformed'],
  ])('keeps what it has over one %s', async (_, spoil, words) => {
    const at = place();
    await at.publish({ awesome: on });
    const flags = start(at.url);
    await flags.ready();
    await spoil(at);

    await until(() => expect(flags.errors[0]).toContain(words));
    expect(flags.isActive('awesome')).toBe(true);
  });

  test('does not take for the current ruleset what is none', async () => {
    const { url, say } = place();
    await say({ message: { position: 'epoch' } });
    const flags = start(url);
    await until(() => expect(flags.errors[0]).toContain('malformed'));
    const readiness = { status: 'timeout', source: 'none', synced: false };
    expect(await flags.ready({ timeoutMs: 0 })).toMatchObject(readiness);
  });

  test('is not stopped by listeners that throw', async () => {
    const { url, publish } = place();
    await publish({ awesome: on });
    const flags = start(url);
    flags.on('ready', () => {
      throw new Error('as it must');
    });
    await flags.ready();
    await until(() => expect(flags.errors).toEqual(['as it must']));
    expect(flags.isActive('awesome')).toBe(true);
  });

  test('tells late listeners what was reached', async () => {
    const { url, publish } = place();
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    const late: unknown[] = [];
    flags.on('ready', ({ release }) => late.push(release));
    flags.on('synced', ({ release }) => late.push(release));
    flags.on('ready', () => late.push('never'))();
    await until(() => expect(late).toEqual([1, 1]));
  });

  test('keeps its values when it is closed, and listens no more', async () => {
    const { url, publish, asked } = place();
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    flags.close();
    flags.close();
    look('visible');
    expect(flags.isActive('awesome')).toBe(true);
    expect(await flags.ready()).toMatchObject({ status: 'closed' });
    await until(async () => expect(await asked()).toMatchObject({ streams: 1, open: 0 }));
  });

  test('hands out nothing that can be changed', async () => {
    const { url, publish } = place();
    await publish({ rich: { ...on, variants: [{ key: 'v', value: { deep: [1] } }] } });
    const flags = start(url);
    await flags.ready();
    const value = flags.value('rich', { deep: [0] });
    expect(() => value.deep.push(2)).toThrow(TypeError);
  });
});

describe('a signed-in user', () => {
  const context = { targetingKey: 'alice' };

  test('gets what the server answers about people, and only while it is them', async () => {
    const { url, publish, say } = place();
    await say({ users: { t1: alice, t2: { ...alice, user: 'bob', answers: {} } } });
    await publish({ mine: asks('q'), theirs: asks('p') });
    const flags = start(url, { context, userToken: 't1' });
    await until(() => expect(flags.isActive('mine')).toBe(true));
    expect(flags.isActive('theirs')).toBe(false);

    await say({ say: [['you', { ...alice, answers: { p: true } }]] });
    await until(() => expect(flags.isActive('theirs')).toBe(true));
    expect(flags.isActive('mine')).toBe(false);

    flags.identify({ targetingKey: 'bob' }, { userToken: 't2' });
    expect(flags.isActive('theirs')).toBe(false);
    flags.identify(context, { userToken: 't1' });
    await until(() => expect(flags.isActive('mine')).toBe(true));
  });

  test('is told of cohorts joined and left elsewhere, also where no switch asks for them', async () => {
    const { url, publish, say } = place();
    const cohorts = ['beta'];
    await say({ users: { t: { ...alice, cohorts } } });
    await publish({});
    const flags = start(url, { context, userToken: 't' });
    const heard: (readonly string[])[] = [];
    flags.on('cohorts', (detail) => heard.push(detail.cohorts));
    await until(() => expect(heard).toEqual([cohorts]));
    await say({ say: [['you', { ...alice, cohorts, answers: { p: true } }]] });
    await say({ say: [['you', { ...alice, cohorts: [] }]] });
    await until(() => expect(heard).toEqual([cohorts, []]));
  });

  test('has what rolls out by choice; others by chance, all of it or nothing', async () => {
    const { url, publish, say } = place();
    const [switches, added] = [{ awesome: on }, { fresh: on, asked: asks('q') }];
    const candidate = await candidateOf(switches, added, 0);
    await say({ users: { t: { ...alice, chosen: true, candidate: { answers: { q: true } } } } });
    await publish(switches, 1, { candidate });
    const [chosen, control] = [start(url, { context, userToken: 't' }), start(url, { context })];
    await until(() => expect(chosen.isActive('asked')).toBe(true));
    expect(chosen.explain('fresh')).toMatchObject({ active: true, arm: 'chosen', release: 9 });
    await control.ready();
    expect(control.explain('fresh')).toMatchObject({ errorCode: 'FLAG_NOT_FOUND', arm: 'control' });
    expect(start(url).explain('fresh').arm).toBeUndefined();

    await publish(switches, 2, { candidate: await candidateOf(switches, added) });
    await until(() => expect(control.explain('fresh').arm).toBe('canary'));
    await publish(switches, 3, { candidate: { ...candidate, checksum: 'x' } });
    await until(() => expect(control.isActive('fresh')).toBe(false));
    expect(control.errors).toEqual([expect.stringContaining('checksum')]);
    expect(control.isActive('awesome')).toBe(true);
  });

  test('whose token is not good gets what an anonymous visitor gets, and the page is told', async () => {
    const { url, publish } = place();
    await publish({ awesome: on, mine: asks('q') });
    const flags = start(url, { context, userToken: 'forged' });
    await until(() => expect(flags.errors).toEqual([expect.stringContaining('unknown')]));
    expect([flags.isActive('awesome'), flags.isActive('mine')]).toEqual([true, false]);
  });

  test('gets another token before theirs ends, and when the server refuses it', async () => {
    const { url, publish, say, asked } = place();
    // Long enough to be good still when it arrives: half of that later there is another.
    const expiresAt = new Date(Date.now() + 6_000).toISOString();
    await say({ users: { t2: { ...alice, expiresAt }, t3: alice } });
    await publish({ mine: asks('q') });
    let minted = 0;
    const userToken = async () => `t${++minted}`;
    const flags = start(url, { context, userToken });
    await until(async () => expect((await asked()).tokens).toEqual(['t1', 't2', 't3']));
    await until(() => expect(flags.isActive('mine')).toBe(true));
    expect(flags.errors).toEqual([]);
  });

  test('is nobody to the server while no token can be had', async () => {
    const { url, publish, asked } = place();
    await publish({ awesome: on });
    const userToken = () => Promise.reject(new Error('signed out'));
    const flags = start(url, { context, userToken });
    await flags.ready();
    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.errors).toEqual(['signed out']);
    expect((await asked()).tokens).toEqual([]);
  });
});

describe('bootstrapping', () => {
  const outcome = { active: true, variant: 'on', value: true, reason: 'STATIC' } as const;
  const context = { targetingKey: 'alice' };

  test('serves what the server decided until all there is to know of the user is known', async () => {
    const { url, publish, say, asked } = place();
    await say({ streams: 'mute' });
    const bootstrap = { switches: { mine: outcome } };
    const flags = start(url, { context, userToken: 't', bootstrap });
    const synced = new Promise((resolve) => flags.on('synced', resolve));
    expect(flags.isActive('mine')).toBe(true);
    expect(flags.explain('awesome')).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
    const readiness = { status: 'ready', source: 'bootstrap', synced: false };
    expect(await flags.ready()).toMatchObject(readiness);

    await until(async () => expect((await asked()).open).toBe(1));
    await publish({ mine: asks('q'), awesome: on });
    await synced;
    expect(flags.isActive('mine')).toBe(true);
    await say({ say: [['you', alice]] });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect(flags.isActive('mine')).toBe(true);
    expect(flags.changes).toEqual([['awesome']]);
  });

  test('tells what somebody forces for themselves: as long as nothing is off', async () => {
    const { url, publish } = place();
    const pinned: Switch = { ...on, state: 'conditional' };
    await publish({ pinned, dead: { ...on, state: 'off' }, other: pinned });
    const overrides = { pinned: 'on', dead: 'on' };
    const switches = { pinned: outcome };
    const flags = start(url, { bootstrap: { context, switches, overrides } });
    await new Promise((resolve) => flags.on('synced', resolve));
    const active = () => ['pinned', 'dead', 'other'].filter((key) => flags.isActive(key));
    expect(active()).toEqual(['pinned']);
    flags.identify({ targetingKey: 'bob' });
    expect(active()).toEqual([]);
  });

  test('is for whom it was made', () => {
    const flags = start(place().url, { bootstrap: { context, switches: { mine: outcome } } });
    flags.identify({ targetingKey: 'alice', plan: 'pro' });
    expect(flags.isActive('mine')).toBe(true);
    flags.identify({ targetingKey: 'bob' });
    expect(flags.isActive('mine')).toBe(false);
  });
});

describe('what is kept', () => {
  const context = { targetingKey: 'alice' };

  async function keeping() {
    const storage = memory();
    const { url, publish, say, asked } = place();
    await say({ users: { t: alice } });
    const switches = { mine: asks('q'), awesome: on };
    await publish(switches, 3, { candidate: await candidateOf(switches, { fresh: on }) });
    const flags = start(url, { context, userToken: 't', storage });
    await until(() => expect(flags.isActive('mine') && flags.isActive('fresh')).toBe(true));
    flags.close();
    return { url, storage, say, asked };
  }

  test('is served from the first moment when the server is out of reach, without the candidate', async () => {
    const { url, storage, say } = await keeping();
    await say({ status: 503 });
    const flags = start(url, { context, userToken: 't', storage });
    expect([flags.isActive('mine'), flags.isActive('awesome')]).toEqual([true, true]);
    expect(flags.explain('fresh')).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
    expect(await flags.ready()).toMatchObject({ source: 'storage', release: 3, synced: false });
    const other = start(url, { context: { targetingKey: 'bob' }, storage });
    expect([other.isActive('mine'), other.isActive('awesome')]).toEqual([false, true]);
    await say({ status: 200 });
    await until(() => expect(flags.isActive('fresh')).toBe(true));
  });

  test.each<[string, (text: string) => string]>([
    ['cut', (text) => text.slice(0, -1)],
    ['altered', (text) => text.replace('awesome', 'awesomf')],
    ['of another kind', () => 'hello'],
    ['empty', () => ''],
  ])('is not used when it is %s', async (_, spoil) => {
    const { url, storage, say } = await keeping();
    for (const [name, text] of storage.kept) storage.kept.set(name, spoil(text));
    await say({ status: 503 });
    const flags = start(url, { context, storage });
    expect(flags.isActive('awesome')).toBe(false);
    expect(await flags.ready({ timeoutMs: 0 })).toMatchObject({
      status: 'timeout',
      source: 'none',
    });
  });

  test('may be forbidden', async () => {
    const { url, publish } = place();
    await publish({ awesome: on });
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError');
    };
    const flags = start(url, { storage: { getItem: forbidden, setItem: forbidden } });
    await flags.ready();
    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.errors).toEqual([]);
  });
});

describe('a page', () => {
  test('that nobody sees lets go of its stream, and looks again when it is seen', async () => {
    const { url, publish, asked } = place();
    await publish({});
    const flags = start(url);
    await flags.ready();
    look('hidden');
    await until(async () => expect((await asked()).open).toBe(0));
    await publish({ awesome: on }, 2);
    expect(flags.isActive('awesome')).toBe(false);
    look('visible');
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect((await asked()).rulesets).toBe(0);
  });

  test('connects anew when the network is back', async () => {
    const { url, publish, asked } = place();
    await publish({});
    const flags = start(url);
    await flags.ready();
    dispatchEvent(new Event('online'));
    await until(async () => expect(await asked()).toMatchObject({ streams: 2, open: 1 }));
  });

  test('goes on by itself after a cut, from where it was', async () => {
    const { url, publish, say, asked } = place();
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    await say({ cut: true });
    await until(async () =>
      expect(await asked()).toMatchObject({ streams: 2, open: 1, rulesets: 0 }),
    );
    expect(flags.errors).toEqual([]);
  });

  test('without a server serves fallbacks, says so in time and once, and recovers by itself', async () => {
    const { url, publish, say } = place();
    await say({ status: 503, detail: 'Not yet.' });
    const flags = start(url);
    expect(await flags.ready({ timeoutMs: 0 })).toMatchObject({
      status: 'timeout',
      release: undefined,
    });
    await until(() => expect(flags.errors).toEqual(['The server answered 503: Not yet.']));
    await say({ status: 200 });
    await publish({ awesome: on });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect(flags.errors).toHaveLength(1);
  });

  test('says what is wrong with its key', async () => {
    const { url, publish } = place();
    await publish({});
    const flags = start(url, { key: 'syb_other' });
    const words = 'The server answered 401: This SDK key is unknown';
    await until(() => expect(flags.errors).toEqual([words]));
  });

  test.each(['mute', 'refused'] as const)('polls where streams are %s', async (streams) => {
    const { url, publish, say } = place();
    await say({ streams });
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    expect(flags.isActive('awesome')).toBe(true);
  });
});

test.each([
  [{ url: 'flags.example.com', key: 'syb_test' }, '`url`'],
  [{ url: 'https://flags.example.com', key: 'sys_secret' }, '`key`'],
  [{ url: 'https://flags.example.com', key: '' }, '`key`'],
])('wrong options throw: %o', (options, words) => {
  expect(() => createClient(options)).toThrow(words);
});
