import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { definition } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';

class Request {
  user: { id: string } | undefined;
  constructor(id?: string) {
    this.user = id === undefined ? undefined : { id };
  }
}

const forAlice = definition({
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'user-in', users: ['alice'] }], serve: 'on' }],
});
const checkout = definition({
  variants: [
    { key: 'a', value: { steps: 1 } },
    { key: 'b', value: { steps: 2 } },
  ],
});
const limit = definition({ variants: [{ key: 'low', value: 5 }] });

async function started(options: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer({ forAlice, checkout, limit, plain: {}, off: { state: 'off' } });
  const identified: unknown[] = [];
  const client = startClient(server, {
    identify(request: object) {
      identified.push(request);
      return { targetingKey: (request as Request).user?.id };
    },
    ...options,
  });
  await client.flags.ready();
  return { server, identified, ...client };
}

describe('a subject', () => {
  test('that is a plain object is a context itself', async () => {
    const { flags, identified } = await started();
    const alice = { targetingKey: 'alice' };
    const bare = Object.assign(Object.create(null), alice);
    const foreign = runInNewContext('({ targetingKey: "alice" })');

    for (const context of [alice, bare, foreign]) {
      expect(flags.isActive('forAlice', context)).toBe(true);
      expect(flags.variant('forAlice', context)).toBe('on');
    }
    expect(identified).toEqual([]);
  });

  test('that is anything else is identified, once', async () => {
    const { flags, identified } = await started();
    const request = new Request('alice');

    expect(flags.isActive('forAlice', request)).toBe(true);
    expect(flags.forRequest(request).isActive('forAlice')).toBe(true);
    expect(flags.explain('forAlice', request)).toMatchObject({ ruleId: 'r1', release: 1 });
    expect(identified).toEqual([request]);
  });

  test('may be missing', async () => {
    const { flags, problems } = await started();
    expect(flags.isActive('plain')).toBe(true);
    expect(flags.isActive('forAlice', undefined)).toBe(false);
    expect(flags.isActive('forAlice', null)).toBe(false);
    expect(problems).toEqual([]);
  });

  test.each<[string, object, unknown, string]>([
    [
      'identify throws',
      {
        identify() {
          throw new Error('no session');
        },
      },
      new Request(),
      '`identify` threw: no session',
    ],
    ['identify gives nothing', { identify: () => undefined }, new Request(), 'gave no context'],
    [
      'identify takes its time',
      { identify: () => Promise.reject(new Error('late')) },
      new Request(),
      'not a promise',
    ],
    ['there is no identify', { identify: undefined }, new Request(), 'no `identify`'],
    ['it is a text', {}, 'alice', 'A string says not who is asking'],
  ])('is nobody when %s, which is reported once', async (_, options, subject, words) => {
    const { flags, problems } = await started(options);
    expect(flags.isActive('plain', subject)).toBe(true);
    expect(flags.isActive('forAlice', subject)).toBe(false);
    expect(flags.variant('forAlice', subject)).toBe('off');

    await until(() => expect(problems).toHaveLength(1));
    expect(problems[0]).toMatchObject({
      code: 'identify',
      message: expect.stringContaining(words),
    });
  });

  test('that cannot be read gets the fallback', async () => {
    const { flags } = await started();
    const trap = {
      get targetingKey(): string {
        throw new Error('a trap');
      },
    };
    expect(flags.isActive('forAlice', trap, true)).toBe(true);
    expect(flags.value('forAlice', trap, 'other')).toBe('other');
    expect(flags.explain('forAlice', trap)).toMatchObject({
      reason: 'ERROR',
      errorCode: 'GENERAL',
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(flags.isActive('plain', proxy)).toBe(true);
    expect(flags.variant('forAlice', proxy, 'other')).toBe('off');
  });
});

describe('within a request', () => {
  test('a switch stays as it was, whatever is released meanwhile', async () => {
    const { server, flags } = await started();
    const request = new Request();
    const snapshot = flags.forRequest({ targetingKey: 'alice' });
    expect(flags.isActive('plain', request)).toBe(true);

    server.publish({ plain: { state: 'off' } });
    await until(() => expect(flags.isActive('plain')).toBe(false));
    expect(flags.isActive('plain', request)).toBe(true);
    expect(flags.variant('plain', request)).toBe('on');
    expect(flags.forRequest(request).isActive('plain')).toBe(true);
    expect(snapshot.isActive('plain')).toBe(true);
    expect(snapshot.explain('forAlice')).toMatchObject({ active: true, release: 1 });
    expect(flags.isActive('plain', new Request())).toBe(false);
  });

  test('but not for ever: what lives for more than a minute is no request', async () => {
    const { server, flags, clock } = await started();
    const session = new Request();
    const snapshot = flags.forRequest(session);
    expect(snapshot.isActive('plain')).toBe(true);
    server.publish({ plain: { state: 'off' } });
    await until(() => expect(flags.isActive('plain')).toBe(false));

    clock.advance(60_000);
    expect(flags.isActive('plain', session)).toBe(false);
    expect(snapshot.isActive('plain')).toBe(true);
  });

  test('time stands still', async () => {
    const { server, flags, clock } = await started();
    const date = new Date(clock.now() + 10_000).toISOString();
    const before = { type: 'date' as const, operator: 'before' as const, date };
    server.publish({
      early: { state: 'conditional', rules: [{ id: 'r1', conditions: [before], serve: 'on' }] },
    });
    const request = new Request();
    await until(() => expect(flags.isActive('early', new Request())).toBe(true));
    const snapshot = flags.forRequest(request);

    clock.advance(20_000);
    expect(snapshot.isActive('early')).toBe(true);
    expect(flags.isActive('early', request)).toBe(true);
    expect(flags.isActive('early')).toBe(false);
  });

  test('who is asking is found out with the first question, not before', async () => {
    const { flags, identified } = await started();
    const request = new Request();
    const { isActive } = flags.forRequest(request);
    expect(identified).toEqual([]);

    request.user = { id: 'alice' };
    expect(isActive('forAlice')).toBe(true);
    expect(flags.forRequest(request)).toBe(flags.forRequest(request));
  });
});

describe('what is served', () => {
  test('is on or off, a variant, a value', async () => {
    const { flags } = await started();
    expect(flags.variant('plain')).toBe('on');
    expect(flags.variant('off')).toBe('off');
    expect(flags.variant('checkout')).toBe('a');
    expect(flags.value('checkout', {}, { steps: 0 })).toEqual({ steps: 1 });
    expect(flags.value('limit', {}, 10)).toBe(5);
    expect(flags.value('plain', {}, false)).toBe(true);
    expect(flags.value('off', {}, true)).toBe(false);
  });

  test('is the fallback where its kind is another', async () => {
    const { flags } = await started();
    expect(flags.value('limit', {}, 'many')).toBe('many');
    expect(flags.value('checkout', {}, [1])).toEqual([1]);
    expect(flags.value('checkout', {}, null)).toBeNull();
  });

  test('is the fallback where there is no such switch, or else the default from settings', async () => {
    const defaults = { older: true, newer: 'b', number: 7 };
    const { flags } = await started({ defaults });

    expect(flags.isActive('unheard-of')).toBe(false);
    expect(flags.isActive('unheard-of', {}, true)).toBe(true);
    expect(flags.isActive('older')).toBe(true);
    expect(flags.isActive('older', {}, false)).toBe(false);
    expect(flags.variant('unheard-of')).toBe('off');
    expect(flags.variant('unheard-of', {}, 'c')).toBe('c');
    expect(flags.variant('newer')).toBe('b');
    expect(flags.value('number', {}, 1)).toBe(7);
    expect(flags.value('unheard-of', {}, 1)).toBe(1);
    expect(flags.explain('newer')).toEqual({
      active: true,
      variant: 'b',
      value: 'b',
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
      release: 1,
    });
  });

  test('is told step by step', async () => {
    const { flags } = await started();
    const { resolution, steps } = flags.trace('forAlice', { targetingKey: 'bob' });
    expect(resolution).toMatchObject({ active: false, reason: 'DEFAULT' });
    expect(steps).toMatchObject([{ kind: 'state' }, { kind: 'rule', verdict: false }]);
  });
});
