import type { PolicyEdit } from '../../environments/service.ts';
import { production } from '../../testing/production.ts';
import type { TestClient } from '../../testing/test-app.ts';

type Options = Parameters<typeof production>[0];

/** A server whose environment `production` has this policy and two switches that are off. */
export async function station(policy: PolicyEdit = {}, options?: Options) {
  const app = await production(options);
  const { base, set, admin } = app;
  await set('awesome', {});
  await set('cart', {});
  await admin.patch(base, { policy: { publish: 'developer', ...policy } });

  const train = `${base}/train`;
  const turnOn = (key: string, over: object = {}) => ({
    title: `Turn on ${key}`,
    edits: [{ kind: 'switch', key, set: { state: 'on' } }],
    ...over,
  });
  return {
    ...app,
    turnOn,
    yard: async (who: TestClient = app.driver) => (await who.get(train)).body,
    /** The status, and the yard or the refusal. */
    tells: (who: TestClient, deed: object) => who.post(train, deed),
    /** Opens a change that turns a switch on, and lets it board. */
    boards: async (who: TestClient, key: string, over: object = {}) =>
      (await who.post(`${base}/changes`, turnOn(key, { board: { how: 'plain' }, ...over }))).body,
    change: async (number: number, who: TestClient = app.driver) =>
      (await who.get(`${base}/changes/${number}`)).body,
    /** Time passes, and the train's clock ticks. */
    passes: async (milliseconds: number) => {
      app.clock.advance(milliseconds);
      await app.trainClock.tick();
    },
    verified: async () => {
      const { body } = await admin.get('/api/log/verify');
      return [body.ok, body.problems];
    },
  };
}

export type Station = Awaited<ReturnType<typeof station>>;

export const typesOf = (blockers: readonly { type: string; change: number | null }[]) =>
  blockers.map(({ type, change }) => (change === null ? type : `${type} ${change}`));
