import { describe, expect, onTestFinished, test } from 'vitest';
import { log, releases, session, switches } from './api.ts';
import { Refusal, signedOut } from './call.ts';
import { serve } from './testing/server.ts';

function departures(): Event[] {
  const heard: Event[] = [];
  const hear = (event: Event) => heard.push(event);
  signedOut.addEventListener('signed-out', hear);
  onTestFinished(() => signedOut.removeEventListener('signed-out', hear));
  return heard;
}

describe('a call', () => {
  test('goes to the address that the server declares, with keys made safe', async () => {
    const asked = serve(() => ({ body: {} }));
    await switches.one('a/b?c');
    await releases.publish(
      'production',
      [{ kind: 'switch', key: 'awesome', base: 3, set: null }],
      'why',
    );
    await log.entries({ environment: 'production', search: undefined, limit: 5 });
    expect(asked).toEqual([
      { method: 'GET', path: '/api/switches/a%2Fb%3Fc', body: undefined },
      {
        method: 'POST',
        path: '/api/environments/production/releases',
        body: { reason: 'why', edits: [{ kind: 'switch', key: 'awesome', base: 3, set: null }] },
      },
      { method: 'GET', path: '/api/log?environment=production&limit=5', body: undefined },
    ]);
  });

  test('that is refused throws what the server said', async () => {
    serve(() => ({ status: 409, body: { code: 'conflict', detail: 'Somebody was faster.' } }));
    const refusal = await releases.publish('production', [], '').catch((thrown) => thrown);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      status: 409,
      code: 'conflict',
      message: 'Somebody was faster.',
    });
  });

  test('that does not reach the server says so', async () => {
    serve(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(switches.all()).rejects.toThrow('The server cannot be reached');
  });

  test('that is refused by something else than our server still says something', async () => {
    serve(() => ({ status: 502 }));
    await expect(switches.all()).rejects.toThrow('502');
  });

  test('with nothing to answer answers nothing', async () => {
    serve(() => ({ status: 204 }));
    expect(await session.end()).toBeUndefined();
  });

  test('tells when nobody is signed in any more, but not of a wrong password', async () => {
    const heard = departures();
    serve(() => ({ status: 401, body: { code: 'unauthenticated', detail: 'No.' } }));
    await session.signIn('a@example.com', 'wrong').catch(() => {});
    expect(heard).toHaveLength(0);
    await switches.all().catch(() => {});
    expect(heard).toHaveLength(1);
  });
});
