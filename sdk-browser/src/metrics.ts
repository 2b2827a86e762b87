import { createMetrics } from '@switchyard/core';
import type { Client } from './options.ts';

const MOST_KEYS = 100;

export interface ReportingOptions {
  /** Of all pages, how many report: from 0 to 1. All unless given. */
  readonly share?: number;
  /** How long to gather before a report; 60,000 unless given. A page where nothing happens sends none. */
  readonly periodMs?: number;
}

export interface Reporting extends Client {
  /** Something happened, perhaps with a value. Only a hint to the server: anybody can make a page say anything. */
  track(event: string, value?: number): void;
}

/**
 * The same client, which also tells the server which switches pages ask for, and which of them it does not have.
 * Nothing about the visitor is told.
 */
export function reporting(flags: Client, options: ReportingOptions = {}): Reporting {
  const { share = 1, periodMs = 60_000 } = options;
  if (Math.random() >= share) return { ...flags, track() {} };
  const metrics = createMetrics({ events: MOST_KEYS });
  const instance = `page-${Math.random().toString(36).slice(2)}`;
  let asked = new Set<string>();
  let unknown = new Map<string, number>();
  let sequence = 0;
  let pending: object | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSending = false;

  const send = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (isSending) return soon();
    if (!pending) {
      const told = metrics.take(Date.now());
      if (asked.size + unknown.size === 0 && !told) return;
      const keys = { asked: [...asked], unknown: Object.fromEntries(unknown) };
      pending = { instance, sequence: ++sequence, ...keys, ...(told && { metrics: told }) };
      asked = new Set();
      unknown = new Map();
    }
    isSending = true;
    try {
      await flags.ask('POST', 'reports', pending);
      pending = undefined;
    } catch {
      // The same report goes out with the next thing that happens.
    }
    isSending = false;
  };
  const sendWhenHidden = () => document.visibilityState === 'hidden' && void send();
  const soon = () => {
    timer ??= setTimeout(send, periodMs);
  };
  const note = (key: string) => {
    const { errorCode } = flags.explain(key);
    if (errorCode === 'PROVIDER_NOT_READY') return;
    if (errorCode !== 'FLAG_NOT_FOUND') asked.add(key);
    else if (unknown.size < MOST_KEYS && key && key.length <= 200) {
      unknown.set(key, (unknown.get(key) ?? 0) + 1);
    }
    soon();
  };

  document.addEventListener('visibilitychange', sendWhenHidden);
  flags.on('close', () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', sendWhenHidden);
  });
  return {
    ...flags,
    isActive(key, fallback) {
      note(key);
      return flags.isActive(key, fallback);
    },
    variant(key, fallback) {
      note(key);
      return flags.variant(key, fallback);
    },
    value(key, fallback) {
      note(key);
      return flags.value(key, fallback);
    },
    track(event, value) {
      if (!/^[\x20-\x7e]{1,200}$/.test(event)) return;
      metrics.track(event, undefined, flags.explain('').arm ?? 'none', value);
      soon();
    },
  };
}
