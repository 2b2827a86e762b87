import { type TestClient, testApp } from './test-app.ts';

type Options = Parameters<typeof testApp>[0];

/** A server with the environment `production`, in which drivers publish, and one person per role. */
export async function production(options?: Options) {
  const app = await testApp(options);
  const admin = await app.as({ '*': 'admin' });
  await admin.post('/api/environments', {
    key: 'production',
    name: 'Production',
    policy: { publish: 'driver' },
  });
  const driver = await app.as({ production: 'driver' });
  const developer = await app.as({ production: 'developer' });
  const viewer = await app.as({ production: 'viewer' });
  /** The headers of a new SDK key. */
  const sdkKey = async (
    kind: 'server' | 'browser' = 'server',
    channel: 'live' | 'princess' = 'live',
  ) => {
    const draft = { name: kind, kind, channel };
    const { body } = await admin.post('/api/environments/production/keys', draft);
    return { id: body.key.id as string, headers: { authorization: `Bearer ${body.secret}` } };
  };
  const { base, ...others } = actions(driver);
  /** Lets the train go on after a rollback of whoever made it. */
  const liftHold = (of = developer) => of.post(`${base}/train`, { do: 'unhold', of: 'me' });
  return { ...app, admin, driver, developer, viewer, sdkKey, base, liftHold, ...others };
}

export type Production = Awaited<ReturnType<typeof production>>;

function actions(driver: TestClient) {
  const base = '/api/environments/production';
  const publish = (edits: object[], more: object = {}) =>
    driver.post(`${base}/releases`, { edits, ...more });
  return {
    base,
    publish,
    /** Publishes fields of one switch. */
    set: (key: string, set: object | null, more: object = {}) =>
      publish([{ kind: 'switch', key, set, ...more }]),
    switchNow: async (key: string) => {
      const { body } = await driver.get(`${base}/ruleset`);
      return body.things.switches[key];
    },
  };
}
