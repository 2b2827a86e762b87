import type { Ruleset } from '@switchyard/core';
import { inject, onTestFinished } from 'vitest';
import { createClient } from '../client.ts';
import type { Client, ClientOptions } from '../options.ts';
import type { Asked, Place } from './flag-server.ts';
import { messageOf } from './messages.ts';

let count = 0;

/** A place of its own on the server for each test. */
export function place() {
  const url = `${inject('flagServer')}/test-${Date.now()}-${count++}`;
  const say = (told: Place) => fetch(url, { method: 'PUT', body: JSON.stringify(told) });
  return {
    url,
    say,
    asked: async (): Promise<Asked> => (await fetch(url)).json(),
    publish: async (
      switches: Record<string, object>,
      seq = 1,
      more: object = {},
      cohorts: Ruleset['cohorts'] = {},
    ) => say({ message: { ...(await messageOf(switches as never, seq, cohorts)), ...more } }),
  };
}

/** Storage that only this test has. */
export function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  };
}

export function start(
  url: string,
  options: Partial<ClientOptions> = {},
): Client & { errors: string[]; changes: (readonly string[])[] } {
  const errors: string[] = [];
  const onError = ({ message }: Error) => errors.push(message);
  const flags = createClient({ url, key: 'syb_test', onError, storage: false, ...options });
  const changes: (readonly string[])[] = [];
  flags.on('change', ({ keys }) => changes.push(keys));
  onTestFinished(() => flags.close());
  return { ...flags, errors, changes };
}
