import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { type Client, createClient } from '../client.ts';
import type { ClientOptions } from '../options.ts';
import type { SwitchyardError } from '../problem.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** Everything a test of a running client needs, and let go of when it is over. */
export interface Started {
  readonly flags: Client;
  readonly clock: ManualClock;
  readonly problems: SwitchyardError[];
  /** What happened, in order: `ready`, `change awesome`, … */
  readonly events: string[];
}

type Given = Partial<ClientOptions<object>> & { readonly clock?: ManualClock };

export function startClient(server: { readonly url: string }, given: Given = {}): Started {
  const clock = given.clock ?? manualClock();
  const problems: SwitchyardError[] = [];
  const events: string[] = [];
  const flags = createClient({
    url: server.url,
    key: 'sys_test',
    directory: false,
    random: () => 0.5,
    onError: (problem) => problems.push(problem),
    ...given,
    clock,
  });
  for (const event of ['ready', 'synced', 'stale', 'recovered', 'close'] as const) {
    flags.on(event, () => events.push(event));
  }
  flags.on('change', ({ keys }) => events.push(`change ${keys.join(' ')}`));
  onTestFinished(() => flags.close());
  return { flags, clock, problems, events };
}

export async function startServer(...switches: Parameters<typeof fakeServer>): Promise<FakeServer> {
  const server = await fakeServer(...switches);
  onTestFinished(() => server.stop());
  return server;
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Waits as long as it takes, within reason. */
export const until = (expectation: () => void | Promise<void>) =>
  vi.waitFor(expectation, { timeout: 20_000, interval: 5 });

/** Whether a client that polls waits for its next turn, and members, with their 45 s, are not on their way. */
export function isBetweenPolls(clock: ManualClock): boolean {
  const due = clock.due();
  return due.includes(10_000) && !due.includes(45_000);
}

/** Waits until somebody waits for so long, and lets that time pass. */
export async function passing(clock: ManualClock, ms: number): Promise<void> {
  await until(() => expect(clock.due()).toContain(ms));
  clock.advance(ms);
}
