import { canonicalJson, emptyRuleset, type Ruleset, type Switch } from '@switchyard/core';
import { inject, onTestFinished } from 'vitest';
import { createClient } from '../client.ts';
import type { Client, ClientOptions } from '../options.ts';
import type { Asked, Place } from './flag-server.ts';

export const on: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: true };

let count = 0;

/** A place of its own on the server for each test. */
export function place() {
  const url = `${inject('flagServer')}/test-${Date.now()}-${count++}`;
  const say = (told: Place) => fetch(url, { method: 'PUT', body: JSON.stringify(told) });
  return {
    url,
    say,
    asked: async (): Promise<Asked> => (await fetch(url)).json(),
    publish: async (switches: Record<string, object>, seq = 1, more: object = {}) =>
      say({ message: { ...(await messageOf(switches as never, seq)), ...more } }),
  };
}

export async function messageOf(switches: Ruleset['switches'], seq = 1) {
  const ruleset = { ...emptyRuleset, switches };
  const checksum = await hash(ruleset);
  return {
    position: `epoch:${seq}`,
    environment: 'production',
    release: seq,
    checksum,
    ruleset: ruleset as Ruleset,
  };
}

/** A candidate of `added` on top of `switches`. */
export async function candidateOf(
  switches: Record<string, Switch>,
  added: Record<string, Switch>,
  thousandths = 100_000,
) {
  const checksum = await hash({ ...emptyRuleset, switches: { ...switches, ...added } });
  const about = { release: 9, salt: 'salt', startedAt: '2026-01-01T00:00:00Z', checksum };
  return { ...about, audience: { thousandths }, set: { switches: added } };
}

export async function hash(value: unknown) {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
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
