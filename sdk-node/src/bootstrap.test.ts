import { expect, test } from 'vitest';
import { definition } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';
import { createTestClient } from './testing.ts';

const forAda = [
  { id: 'r', conditions: [{ type: 'user-in', users: ['ada'] } as const], serve: 'on' as const },
];
const switches = {
  mine: definition({ state: 'conditional', rules: forAda, clientSide: true }),
  hidden: definition(),
  constructor: definition({ clientSide: true }),
};

class Request {
  user: string;
  constructor(user: string) {
    this.user = user;
  }
}

async function started() {
  const server = await startServer(switches);
  const { flags, problems } = startClient(server, {
    identify: (request) => ({ targetingKey: (request as Request).user, name: '</script>&\u2028' }),
  });
  await flags.ready();
  return { flags, server, problems };
}

test('a page begins with what its user is served, of what browsers are told of', async () => {
  const { flags } = await started();
  const text = flags.bootstrap(new Request('ada'));
  expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(text)).toEqual({
    context: { targetingKey: 'ada', name: '</script>&\u2028' },
    switches: {
      mine: {
        active: true,
        variant: 'on',
        value: true,
        reason: 'TARGETING_MATCH',
        ruleId: 'r',
        release: 1,
      },
      constructor: { active: true, variant: 'on', value: true, reason: 'STATIC', release: 1 },
    },
  });
  expect(JSON.parse(flags.bootstrap(new Request('bob'))).switches.mine.active).toBe(false);
  expect(JSON.parse(flags.bootstrap()).context).toEqual({});
  expect(JSON.parse(flags.bootstrap({ targetingKey: 1n as never })).context).toEqual({});
});

test('it is the same as what was served before in the same request, and counts nobody', async () => {
  const { flags, server } = await started();
  const request = new Request('ada');
  expect(flags.isActive('mine', request)).toBe(true);
  server.publish({ mine: { state: 'off' } });
  await until(() => expect(flags.isActive('mine', { targetingKey: 'ada' })).toBe(false));
  expect(JSON.parse(flags.bootstrap(request)).switches.mine.active).toBe(true);
  await flags.close();
  expect(server.reports.at(-1)).toMatchObject({ asked: ['mine'] });
});

test('user tokens are made of a key, a context or a request, once there is a secret', async () => {
  const { flags, server } = await started();
  expect(() => flags.userToken('ada')).toThrow('there is none yet');
  server.tell('secrets', {
    secrets: [
      { id: 's2', secret: 'new' },
      { id: 's1', secret: 'old' },
    ],
  });
  await until(() => expect(flags.userToken('ada')).toMatch(/^syu1\.s2\./));
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString());
  expect(claimsOf(flags.userToken('ada', { expiresIn: 60 }))).toEqual({
    user: 'ada',
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
  expect(claimsOf(flags.userToken({ targetingKey: 'ada', plan: 'gold' })).context).toEqual({
    plan: 'gold',
  });
  expect(claimsOf(flags.userToken(new Request('ada'))).user).toBe('ada');
  expect(() => flags.userToken({ plan: 'gold' })).toThrow('there is no targeting key');
});

test('whoever is told apart by a cookie alone is nobody that a token could prove', async () => {
  const { flags, server } = await started();
  server.tell('secrets', { secrets: [{ id: 's1', secret: 'old' }] });
  await until(() => expect(() => flags.userToken('ada')).not.toThrow());
  const request = new Request(undefined as never);
  flags.forRequest(request, { anonymousId: 'anon-1' });
  expect(JSON.parse(flags.bootstrap(request)).context.targetingKey).toBe('anon-1');
  expect(() => flags.userToken(request)).toThrow('there is no targeting key');
});

test('test clients make tokens and bootstrap pages too', () => {
  const flags = createTestClient({ awesome: true });
  expect(flags.userToken('ada')).toMatch(/^syu1\.test\./);
  expect(flags.userToken(new Request('ada'))).toMatch(/^syu1\.test\./);
  expect(JSON.parse(flags.bootstrap()).switches.awesome.active).toBe(true);
});
