import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPostgres, type TestDatabase } from '../../testing/database.ts';
import { rollout } from '../testing/rollout.ts';

const PAUSE_MS = 20_000;

/** A hundredth of all requests fail, whoever makes them. */
const usual = (_: unknown, visit: number) => (visit % 100 === 0 ? ['request.error'] : []);

describe('a release is only held up, and nothing is lost or doubled,', { timeout: 180_000 }, () => {
  test('when no reports come for a while', async () => {
    const { application, until, arrives, counted, graphed, yard } = await rollout();
    let isCut = true;
    const { tracked, isBusy, flags } = await application({
      fetch: (url, init) =>
        isCut && url.includes('/sdk/reports') ? Promise.reject(new Error('cut')) : fetch(url, init),
    });
    const stop = isBusy(usual);
    await until(({ words }) => expect(words).toMatch(/^no reports for/));
    expect((await yard()).rollout.stage).toBe(0);
    isCut = false;
    await arrives();
    stop();
    await flags.close();
    expect(await counted()).toEqual(tracked());
    expect(await graphed('request')).toBe(requestsOf(tracked()));
  });

  test('when the database stands still for 20 s', async () => {
    const { application, until, arrives, counted, graphed, ...app } = await rollout();
    const { tracked, isBusy, flags } = await application();
    const stop = isBusy(usual);
    await until(({ users }) => expect(users?.control).toBeGreaterThan(0));

    const goOn = await standStill(app.place);
    await pause(PAUSE_MS);
    // Who needs nothing from it is answered all the same.
    const ruleset = await fetch(`${app.url}/sdk/ruleset`, { headers: app.headers });
    expect(ruleset.status).toBe(200);
    await goOn();
    await arrives();
    stop();
    await flags.close();
    // Requests that waited for longer than anybody should.
    app.errors.length = 0;
    expect(await counted()).toEqual(tracked());
    expect(await graphed('request')).toBe(requestsOf(tracked()));
  });
});

const requestsOf = (arms: Readonly<Record<string, { readonly requests: number }>>) =>
  Object.values(arms).reduce((sum, { requests }) => sum + requests, 0);

/** Nobody can write any more, and on PostgreSQL nobody read, until what is answered is called. */
async function standStill({ location, run }: TestDatabase): Promise<() => Promise<void>> {
  if (!isPostgres) {
    const other = new Sqlite(location);
    other.exec('BEGIN IMMEDIATE');
    return async () => void other.close();
  }
  const backends = await run(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of backends) process.kill(Number(pid), name);
  };
  signal('SIGSTOP');
  const goOn = async () => signal('SIGCONT');
  onTestFinished(goOn);
  return goOn;
}
