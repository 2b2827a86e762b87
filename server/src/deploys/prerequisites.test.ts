import { expect, test } from 'vitest';
import { station } from '../trains/testing/station.ts';

/** Three instances of web 1.9, and a change that needs 2.0, checked and aboard. */
async function threeInstances(whenCodeIsThere: 'depart' | 'wait for command') {
  const app = await station({ whenCodeIsThere, whenCodeGoesBack: 'roll back' });
  const { boards, tells, driver, developer, sdkKey, client } = app;
  const sdk = client((await sdkKey('server')).headers);
  let [sequence, id] = [0, 0];
  const runs = (instance: string, version: string) =>
    sdk.post('/sdk/reports', { instance, sequence: ++sequence, app: 'web', version });
  const deploys = (version: string, event: string) =>
    developer.post('/api/deploys', {
      id: `run-${++id}`,
      app: 'web',
      environment: 'production',
      version,
      event,
    });
  await deploys('1.9', 'finish');
  for (const instance of ['a', 'b', 'c']) await runs(instance, '1.9');
  await boards(driver, 'awesome', { requires: [{ app: 'web', version: '2.0' }] });
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  const depart = () => tells(driver, { do: 'depart', group: 1 });
  return { ...app, runs, deploys, depart };
}

const waitsForC = '“Turn on awesome” waits for web 2.0: 2 of 3 instances run it, 1 on 1.9';

test('a change departs by itself when the last instance runs the code it needs', async () => {
  const { runs, deploys, depart, yard, passes, change, switchNow } = await threeInstances('depart');
  await deploys('2.0', 'finish');
  for (const instance of ['a', 'b']) await runs(instance, '2.0');
  expect((await depart()).status).toBe(200);
  await passes(1_000);
  const [group] = (await yard()).groups;
  expect(group.blockers.map(({ message }: { message: string }) => message)).toEqual([waitsForC]);
  expect((await change(1)).status).toBe('aboard');

  await runs('c', '2.0');
  await passes(1_000);
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 3 });
  expect((await switchNow('awesome')).state).toBe('on');

  const { body } = await deploys('1.9', 'roll-back');
  expect(body).toMatchObject({ required: [{ change: 1, version: '2.0' }], rolledBack: [3] });
  expect((await switchNow('awesome')).state).toBe('off');
  expect((await change(1)).status).toBe('rolled-back');
});

test('a change departs on command, if the policy wants that', async () => {
  const { runs, deploys, depart, passes, change } = await threeInstances('wait for command');
  await deploys('2.0', 'finish');
  for (const instance of ['a', 'b']) await runs(instance, '2.0');
  const refused = await depart();
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining(waitsForC)]);
  await runs('c', '2.0');
  await passes(1_000);
  expect((await change(1)).status).toBe('aboard');
  expect((await depart()).status).toBe(200);
  expect((await change(1)).status).toBe('arrived');
});
