import { canonicalJson, emptyRuleset, type Switch } from '@switchyard/core';
import { afterEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { type Client, type ClientOptions, createClient } from './client.ts';

const on: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: true };
const forAlice: Switch = {
  ...on,
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'user-in', users: ['alice'] }], serve: 'on' }],
};
const limit: Switch = { ...on, variants: [{ key: 'low', value: 5 }] };

let count = 0;

/** A place on the server of its own for each test. */
function place() {
  const url = `${inject('flagServer')}/test-${Date.now()}-${count++}`;
  const put = (answer: object) => fetch(url, { method: 'PUT', body: JSON.stringify(answer) });
  return {
    url,
    asked: async () => (await fetch(url)).json(),
    async publish(
      switches: Record<string, Switch>,
      seq = 1,
      { checksum, ...more }: { checksum?: string; candidate?: object } = {},
    ) {
      const ruleset = { ...emptyRuleset, switches };
      const position = `epoch:${seq}`;
      const message = { position, environment: 'production', release: seq, ruleset, ...more };
      const body = JSON.stringify({ ...message, checksum: checksum ?? (await hash(ruleset)) });
      await put({ status: 200, etag: `"${position}"`, body });
    },
    refuse: (status: number, detail: string) =>
      put({ status, etag: '"none"', body: JSON.stringify({ detail }) }),
  };
}

async function hash(value: unknown) {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function start(url: string, options: Partial<ClientOptions> = {}): Client & { errors: string[] } {
  const errors: string[] = [];
  const onError = ({ message }: Error) => errors.push(message);
  const flags = createClient({ url, key: 'syb_test', onError, ...options });
  onTestFinished(() => flags.close());
  return { ...flags, errors };
}

const until = (expectation: () => void | Promise<void>) =>
  vi.waitFor(expectation, { timeout: 20_000, interval: 10 });
const show = () => document.dispatchEvent(new Event('visibilitychange'));

afterEach(() => vi.restoreAllMocks());

describe('the browser client', () => {
  test('decides locally, for whoever looks at the page', async () => {
    const { url, publish } = place();
    await publish({ awesome: on, forAlice, limit });
    const flags = start(url, { context: { targetingKey: 'bob' } });
    expect(flags.isActive('awesome')).toBe(false);

    expect(await flags.ready()).toEqual({ status: 'ready', release: 1 });
    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.isActive('forAlice')).toBe(false);
    expect(flags.isActive('unheard-of', true)).toBe(true);
    expect(flags.variant('limit')).toBe('low');
    expect(flags.variant('unheard-of', 'c')).toBe('c');
    expect(flags.value('limit', 10)).toBe(5);
    expect(flags.value('limit', 'many')).toBe('many');
    expect(flags.explain('forAlice')).toMatchObject({ reason: 'DEFAULT', release: 1 });

    flags.identify({ targetingKey: 'alice' });
    expect(flags.explain('forAlice')).toMatchObject({ active: true, ruleId: 'r1' });
  });

  test('looks again when somebody else looks at the page, and when it becomes visible', async () => {
    const { url, publish, asked } = place();
    await publish({});
    const flags = start(url);
    const changes: unknown[] = [];
    flags.on('change', ({ release }) => changes.push(release));
    await flags.ready();

    await publish({ awesome: on }, 2);
    flags.identify({ targetingKey: 'alice' });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    await publish({ awesome: on, other: on }, 3);
    show();
    await until(() => expect(flags.isActive('other')).toBe(true));
    expect(changes).toEqual([1, 1, 2, 3]);

    const before = await asked();
    show();
    await until(async () => expect(await asked()).not.toEqual(before));
    expect(await asked()).toEqual({ asked: before.asked + 1, unchanged: before.unchanged + 1 });
    expect(changes).toHaveLength(4);
  });

  test('serves what is live while a release rolls out', async () => {
    const { url, publish } = place();
    const set = { switches: { fresh: on } };
    const checksum = await hash({ ...emptyRuleset, switches: { awesome: on, fresh: on } });
    const about = { release: 2, salt: 'salt', startedAt: '2026-01-01T00:00:00Z', checksum };
    const candidate = { ...about, audience: { thousandths: 100_000 }, set };
    await publish({ awesome: on }, 1, { candidate });
    const flags = start(url, { context: { targetingKey: 'alice' } });
    await flags.ready();
    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.explain('fresh')).toMatchObject({ errorCode: 'FLAG_NOT_FOUND', release: 1 });
    expect(flags.errors).toEqual([]);
  });

  test('does not look while nobody sees the page', async () => {
    const { url, publish, asked } = place();
    await publish({});
    const flags = start(url);
    await flags.ready();
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    show();
    expect(await asked()).toEqual({ asked: 1, unchanged: 0 });
  });

  test.each<[string, (at: ReturnType<typeof place>) => Promise<unknown>, string]>([
    [
      'with a wrong checksum',
      ({ publish }) => publish({}, 2, { checksum: '0'.repeat(64) }),
      'checksum',
    ],
    ['that is older', ({ publish }) => publish({}, 0), 'older'],
    ['of no sense', ({ refuse }) => refuse(200, 'hello'), 'position'],
    ['that is refused', ({ refuse }) => refuse(500, 'On fire.'), 'answered 500: On fire.'],
  ])('keeps what it has over one %s', async (_, spoil, words) => {
    const at = place();
    await at.publish({ awesome: on });
    const flags = start(at.url);
    await flags.ready();
    await spoil(at);
    show();

    await until(() => expect(flags.errors).toEqual([expect.stringContaining(words)]));
    expect(flags.isActive('awesome')).toBe(true);
  });

  test('without a server serves fallbacks, says so in time, and recovers by itself', async () => {
    const { url, publish, refuse } = place();
    await refuse(503, 'Not yet.');
    const flags = start(url);
    expect(await flags.ready({ timeoutMs: 0 })).toEqual({ status: 'timeout', release: undefined });
    expect(flags.isActive('awesome')).toBe(false);

    await publish({ awesome: on });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    const late: unknown[] = [];
    flags.on('ready', (detail) => late.push(detail));
    await until(() => expect(late).toEqual([{ release: 1 }]));
  });

  test('says what is wrong with its key', async () => {
    const { url, publish } = place();
    await publish({});
    const flags = start(url, { key: 'syb_other' });
    await until(() =>
      expect(flags.errors).toEqual([
        expect.stringContaining('answered 401: This SDK key is unknown'),
      ]),
    );
  });

  test('is not stopped by a listener that throws', async () => {
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

  test('keeps its values when it is closed, and asks for no more', async () => {
    const { url, publish, asked } = place();
    await publish({ awesome: on });
    const flags = start(url);
    await flags.ready();
    flags.close();
    show();
    expect(flags.isActive('awesome')).toBe(true);
    expect(await flags.ready()).toMatchObject({ status: 'closed' });
    expect(await asked()).toMatchObject({ asked: 1 });
  });
});

test.each([
  [{ url: 'flags.example.com', key: 'syb_test' }, '`url`'],
  [{ url: 'https://flags.example.com', key: 'sys_secret' }, '`key` to be a browser key'],
  [{ url: 'https://flags.example.com', key: '' }, '`key`'],
])('wrong options throw: %o', (options, words) => {
  expect(() => createClient(options)).toThrow(words);
});
