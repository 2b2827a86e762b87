import {
  type CompiledRuleset,
  compile,
  type EvaluationContext,
  emptyRuleset,
  type HeldRuleset,
  type Inputs,
  isActive,
  type Json,
  nextAttempt,
  type Outcome,
  refusedDelayMs,
  resolve,
  retryDelayMs,
} from '@switchyard/core';
import { fetchRuleset, Refusal } from './ruleset.ts';

const READY_TIMEOUT_MS = 5000;

export interface ClientOptions {
  /** Where the server is, for example `https://flags.example.com`. */
  readonly url: string;
  /** A browser key of the environment. It is public. */
  readonly key: string;
  /** Who looks at the page. */
  readonly context?: EvaluationContext;
  /** Told of everything that goes wrong. Written to the console unless given. */
  readonly onError?: (error: Error) => void;
  readonly fetch?: typeof fetch;
}

export interface Events {
  /** There is a ruleset to decide with. Also tells whoever listens later. */
  ready: { readonly release: number };
  /** Ask again: another ruleset took over, or somebody else looks at the page. */
  change: { readonly release: number | undefined };
}

/** Any value of the type of the one that is fallen back to. */
type Like<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value;

export interface Client {
  /** Whether anything but off is served. `fallback`, if there is no such switch. Never throws. */
  isActive(key: string, fallback?: boolean): boolean;
  /** `on`, `off`, or the key of a variant. */
  variant(key: string, fallback?: string): string;
  /** The value of what is served; `fallback` if there is none of its type. */
  value<Value extends Json>(key: string, fallback: Value): Like<Value>;
  explain(key: string): Outcome;
  /** Somebody else looks at the page, or more is known of them. */
  identify(context: EvaluationContext): void;
  /** Waits for a ruleset, `timeoutMs` (5000 unless given) at the longest. Never rejects. */
  ready(options?: { readonly timeoutMs?: number }): Promise<{
    readonly status: 'ready' | 'timeout' | 'closed';
    readonly release: number | undefined;
  }>;
  on<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): () => void;
  close(): void;
}

/** Throws on wrong options, and never afterwards. Begins to fetch the ruleset at once. */
export function createClient(options: ClientOptions): Client {
  const { key, onError = (error: Error) => console.error(`switchyard: ${error.message}`) } =
    options;
  if (typeof key !== 'string' || !key || key.startsWith('sys_')) {
    throw new TypeError('createClient needs `key` to be a browser key, such as syb_…');
  }
  const address = addressOf(options.url, key);
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const inputs: Inputs = { now: Date.now, isMember: () => false };
  const closing = new AbortController();
  const listeners = { ready: new Set<Listener>(), change: new Set<Listener>() };
  const waiting = new Set<() => void>();

  let context: EvaluationContext = options.context ?? {};
  let held: HeldRuleset | undefined;
  let compiled: CompiledRuleset = compile(emptyRuleset, 0);
  let refreshing: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let attempt = -1;

  const refreshIfVisible = () => {
    if (document.visibilityState === 'visible') void refresh();
  };
  document.addEventListener('visibilitychange', refreshIfVisible);
  void refresh();

  return {
    isActive: (key, fallback) => isActive(compiled, key, context, inputs, fallback),
    variant(key, fallback = 'off') {
      const { reason, variant = 'off' } = explain(key);
      return reason === 'ERROR' ? fallback : variant;
    },
    value<Value extends Json>(key: string, fallback: Value) {
      const { value = null } = explain(key);
      return (kindOf(value) === kindOf(fallback) ? value : fallback) as Like<Value>;
    },
    explain,
    identify(next) {
      context = next;
      emit('change', { release: held?.release });
      void refresh();
    },
    async ready({ timeoutMs = READY_TIMEOUT_MS } = {}) {
      if (!held && !closing.signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          setTimeout(resolve, timeoutMs);
        });
      }
      const status = closing.signal.aborted ? 'closed' : held ? 'ready' : 'timeout';
      return { status, release: held?.release };
    },
    on(event, listener) {
      const added: Listener = (detail) => listener(detail as never);
      listeners[event].add(added);
      const { release } = held ?? {};
      if (event === 'ready' && release !== undefined)
        queueMicrotask(() => call(added, { release }));
      return () => listeners[event].delete(added);
    },
    close() {
      closing.abort();
      clearTimeout(retry);
      document.removeEventListener('visibilitychange', refreshIfVisible);
      for (const settle of waiting) settle();
    },
  };

  function explain(key: string): Outcome {
    return resolve(compiled, key, context, inputs);
  }

  /** One at a time: whoever asks meanwhile gets what is on its way. */
  function refresh(): Promise<void> {
    clearTimeout(retry);
    refreshing ??= fetchRuleset(address, held, fetch, closing.signal)
      .then(take, tryAgain)
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  function take(next: HeldRuleset) {
    attempt = -1;
    if (next === held || closing.signal.aborted) return;
    const isFirst = held === undefined;
    held = next;
    const { ruleset, release } = next;
    compiled = compile(ruleset, release);
    for (const settle of waiting) settle();
    waiting.clear();
    if (isFirst) emit('ready', { release });
    emit('change', { release });
  }

  function tryAgain(thrown: unknown) {
    if (closing.signal.aborted) return;
    tell(thrown);
    attempt = nextAttempt(attempt, 0);
    const isRefused = thrown instanceof Refusal && [401, 403, 404, 410].includes(thrown.status);
    const pause = isRefused ? refusedDelayMs(Math.random()) : retryDelayMs(attempt, Math.random());
    retry = setTimeout(refreshIfVisible, pause);
  }

  function emit(event: keyof Events, detail: object) {
    for (const listener of [...listeners[event]]) call(listener, detail);
  }

  function call(listener: Listener, detail: object) {
    try {
      listener(detail);
    } catch (thrown) {
      tell(thrown);
    }
  }

  function tell(thrown: unknown) {
    try {
      onError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } catch {
      // Whoever listens for errors and fails at it has nobody left to tell.
    }
  }
}

type Listener = (detail: object) => void;

function addressOf(url: string, key: string): URL {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new TypeError('createClient needs `url` to be an http or https address');
  }
  const address = new URL('sdk/ruleset', url.endsWith('/') ? url : `${url}/`);
  address.searchParams.set('key', key);
  return address;
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
