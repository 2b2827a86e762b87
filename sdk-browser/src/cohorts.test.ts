import { expect, test, vi } from 'vitest';
import { cohorts, joinCohort, leaveCohort } from './cohorts.ts';
import { on } from './testing/messages.ts';
import { place, start } from './testing/place.ts';
import { until } from './testing/until.ts';

const isIn = {
  ...on,
  state: 'conditional' as const,
  rules: [
    { id: 'r', conditions: [{ type: 'in-cohort' as const, cohort: 'beta' }], serve: 'on' as const },
  ],
};

test('opting in and out counts at once, before any stream tells of it', async () => {
  const { url, publish, say, asked } = place();
  const alice = { user: 'alice', answers: {}, cohorts: ['beta'] };
  await say({ users: { t1: alice, t2: { ...alice, cohorts: [], token: 't3' }, t3: alice } });
  await publish({ awesome: isIn }, 1, {}, { beta: { title: 'Beta', open: true } });
  await say({ streams: 'mute' });
  const context = { targetingKey: 'alice' };
  const flags = start(url, { context, userToken: 't1' });
  await until(() => expect(flags.explain('awesome').release).toBe(1));

  expect(await cohorts(flags)).toEqual([{ key: 'beta', title: 'Beta', isOpen: true }]);
  expect(await joinCohort(flags, 'beta')).toMatchObject({ cohorts: ['beta'], via: 'PUT' });
  expect(flags.isActive('awesome')).toBe(true);
  flags.identify(context, { userToken: 't2' });
  expect(await leaveCohort(flags, 'beta')).toMatchObject({ cohorts: [], via: 'DELETE' });
  expect(flags.isActive('awesome')).toBe(false);
  // What came with it takes the place of the older one.
  await joinCohort(flags, 'beta');
  expect((await asked()).tokens).toContain('t3');
});

test('what is refused is refused in words', async () => {
  const { url } = place();
  await expect(joinCohort(start(url), 'beta')).rejects.toThrow('This user token is unknown');
});

test('a token that is refused is replaced once, where another can be had', async () => {
  const { url, publish, say, asked } = place();
  const alice = { user: 'alice', answers: {}, cohorts: ['beta'] };
  await say({ users: { t2: alice } });
  await publish({});
  let minted = 0;
  const flags = start(url, { userToken: () => `t${++minted}`, storage: false });
  await joinCohort(flags, 'beta');
  expect((await asked()).tokens).toContain('t2');
});

test('a token that the stream was refused, too, and has replaced is not replaced again', async () => {
  const { url, publish, say } = place();
  await say({ users: { t2: { user: 'alice', answers: {}, cohorts: ['beta'] } } });
  await publish({});
  let minted = 0;
  const late: typeof fetch = async (...question) => {
    const response = await fetch(...question);
    if (response.status === 401) await until(() => expect(minted).toBe(2));
    return response;
  };
  const flags = start(url, { userToken: () => `t${++minted}`, storage: false, fetch: late });
  expect(await joinCohort(flags, 'beta')).toMatchObject({ cohorts: ['beta'] });
  expect(minted).toBe(2);
});

test('opting in goes on when nobody sees the page any more', async () => {
  const { url, publish, say } = place();
  const alice = { user: 'alice', answers: {}, cohorts: ['beta'] };
  await say({ users: { t: alice } });
  await publish({});
  const flags = start(url, { userToken: 't' });
  await flags.ready();
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await joinCohort(flags, 'beta')).toMatchObject(alice);
  seen.mockRestore();
});
