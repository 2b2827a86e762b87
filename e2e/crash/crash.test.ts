import { type Client, createClient } from '@switchyard/sdk-node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createServer } from '../testing/server.ts';
import { freePort } from '../testing/yard.ts';
import { allReleases, type Release, tokenFor } from './api.ts';
import { databases } from './databases.ts';
import { countOf, startWriter, type Writer } from './writer.ts';

const times = Number(process.env.CRASH_TIMES ?? 10);
const timeout = 120_000 + times * 10_000;
const environment = 'development';
const patience = { timeout: 120_000, interval: 50 };

test.each(databases)(
  `on %s, ${times} times kill -9 in a stream of edits loses nothing acknowledged and tears no release`,
  {
    timeout,
  },
  async (name, settings) => {
    const { server, link, key } = await seeded(await settings());
    const call = await tokenFor(server.url, link);
    const followers = [1, 2, 3].map(() => follow(server.url, key));
    const writers = ['ann', 'bob', 'cat'].map((name) => startWriter(call, environment, name));

    for (let time = 0; time < times; time++) {
      await moreOf(writers, 1 + ((time * 7) % 12));
      await server.kill();
      await server.start();
    }
    await moreOf(writers, 1);
    await Promise.all(writers.map((writer) => writer.stop()));

    const releases = await allReleases(call, environment);
    const numbers = releases.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => b - a));
    for (const writer of writers) expectAllOf(writer, releases);
    expect(await server.command('verify', '--database')).toContain('The deploy log is whole');

    const fresh = follow(server.url, key);
    const last = numbers[0];
    for (const { client } of [fresh, ...followers]) {
      await vi.waitUntil(async () => (await client.ready()).release === last, patience);
    }
    for (const { client, seen } of followers) {
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(decisionsOf(client, writers)).toEqual(decisionsOf(fresh.client, writers));
    }
    const acknowledged = writers.flatMap((writer) => writer.acknowledged).length;
    console.log(
      `${name}, ${times} kills: ${acknowledged} acknowledged edits, none lost, in ${numbers.length} releases`,
    );
  },
);

/** A running server with the demo, a link to sign in with, and the SDK key of the environment. */
async function seeded(settings: Record<string, string | undefined>) {
  const server = createServer(await freePort(), settings);
  const { keys } = JSON.parse(await server.command('seed', 'examples/shop/demo.json', '--json'));
  const link = await server.start();
  onTestFinished(() => server.kill());
  return { server, link, key: keys[0].secret as string };
}

/** An application that stays connected as well as it can. */
function follow(url: string, key: string): { client: Client; seen: readonly number[] } {
  const seen: number[] = [];
  const client = createClient({ url, key, directory: false, onError: () => {} });
  client.on('change', ({ release }) => seen.push(release ?? -1));
  onTestFinished(() => client.close());
  return { client, seen };
}

async function moreOf(writers: readonly Writer[], count: number) {
  const all = () => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  const before = all();
  await vi.waitUntil(() => all() >= before + count, { ...patience, interval: 1 });
}

function expectAllOf({ pair, acknowledged, refusals }: Writer, releases: readonly Release[]) {
  expect(refusals).toEqual([]);
  const own = releases.filter(({ changes }) => changes.some(({ key }) => pair.includes(key)));
  for (const { number, changes } of own) {
    expect([number, changes.map(({ key }) => key).sort()]).toEqual([number, pair]);
    expect(countOf(changes[0]?.after)).toBe(countOf(changes[1]?.after));
  }
  const counts = new Map(own.map(({ number, changes }) => [number, countOf(changes[0]?.after)]));
  expect(acknowledged.map(({ number }) => counts.get(number))).toEqual(
    acknowledged.map(({ count }) => count),
  );
  const inOrder = [...counts.values()].reverse();
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
}

function decisionsOf(client: Client, writers: readonly Writer[]) {
  const users = Array.from({ length: 200 }, (_, index) => ({ targetingKey: `user-${index}` }));
  return writers.map(({ pair }) =>
    pair.map((key) => users.map((user) => Number(client.isActive(key, user))).join('')),
  );
}
