import {
  type EvaluationContext,
  type Json,
  type Resolution,
  threshold,
  unitFrom,
} from '@switchyard/core';
import { connect } from './connection.ts';
import type { Inputs } from './evaluation/conditions.ts';
import { compile } from './evaluation/evaluate.ts';
import { position } from './evaluation/hash.ts';
import { createKept } from './kept.ts';
import { type Held, hold, type Rolling, take } from './message.ts';
import type {
  Client,
  ClientOptions,
  Events,
  Explanation,
  Like,
  Readiness,
  You,
} from './options.ts';

const READY_TIMEOUT_MS = 5_000;
const STALE_MS = 60_000;
/** How long before its end a token is replaced, and how long after a failure to get one it is asked for again. */
const RENEW_MS = 60_000;

// biome-ignore lint/suspicious/noExplicitAny: what arrived, and listeners of all events, who know what they are told.
type Any = any;

/** Throws on wrong options, and never afterwards. */
export function createClient(options: ClientOptions): Client {
  const { url, key, anonymousId } = options;
  if (!/^https?:/.test(url)) throw new TypeError('createClient needs `url`, such as https://…');
  if (!key || key.startsWith('sys_'))
    throw new TypeError('createClient needs `key`, a browser key');
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const scope = `${base} ${key}`;
  const kept = createKept(options.storage, scope);
  const listeners = new Map<string, Set<(detail: Any) => void>>();
  /** The states that are reached, for whoever listens later. */
  const reached = new Map<string, unknown>();

  let context = complete(options.context ?? options.bootstrap?.context);
  let { bootstrap, userToken } = options;
  let overrides = new Map(Object.entries(bootstrap?.overrides ?? {}));
  let token: Promise<string | undefined> | undefined;
  let refusals = 0;
  let you: You | undefined;
  /** Whether the server has still to say what it knows of the user. */
  let isYouDue = !!userToken;
  let held: Held | undefined;
  let isSynced = false;
  let isSilent = false;
  let isClosed = false;
  let silence = setTimeout(fallSilent, STALE_MS);
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let seen: Readonly<Record<string, string | undefined>> = {};

  const known = kept.read();
  if (known) {
    held = { message: known.message, live: compile(known.message.ruleset, known.message.release) };
    you = known.you;
  }
  settle();

  const link = connect({
    base,
    key,
    fetch: options.fetch ?? fetch.bind(globalThis),
    userToken: currentToken,
    name: () => `switchyard ${scope} ${userToken ? context.targetingKey : ''}`,
    position: () => (held?.message.candidate === null ? undefined : held?.message.position),
    handle,
    all: () => [
      ...(held ? [['ruleset', held.message] as const] : []),
      ...(you ? [['you', you] as const] : []),
    ],
    report,
  });

  return {
    explain,
    isActive(key, fallback = false) {
      const { active, reason } = explain(key);
      return reason === 'ERROR' ? fallback : active;
    },
    variant(key, fallback = 'off') {
      const { variant = 'off', reason } = explain(key);
      return reason === 'ERROR' ? fallback : variant;
    },
    value<Value extends Json>(key: string, fallback: Value) {
      const { value } = explain(key);
      return (kindOf(value) === kindOf(fallback) ? value : fallback) as Like<Value>;
    },
    identify(next, { userToken: proof } = {}) {
      const { targetingKey } = context;
      context = complete(next);
      const isOther = context.targetingKey !== targetingKey;
      if (isOther) {
        bootstrap = undefined;
        overrides = new Map();
      }
      if (isOther || proof) {
        userToken = proof;
        isYouDue = !!proof;
        renew();
      }
      settle();
    },
    async ready({ timeoutMs = READY_TIMEOUT_MS } = {}) {
      await new Promise<unknown>((resolve) => {
        on('ready', resolve);
        on('close', resolve);
        setTimeout(resolve, timeoutMs);
      });
      return readiness();
    },
    on,
    close() {
      if (isClosed) return;
      isClosed = true;
      link.close();
      clearTimeout(silence);
      clearTimeout(renewal);
      reach('close', undefined);
    },
    async ask(method, path, body) {
      const headers = body && { 'Content-Type': 'application/json' };
      const init = { method, headers, body: JSON.stringify(body) } as RequestInit;
      const used = currentToken();
      const send = async () => (await link.request(path, init)).json();
      const answer = await send().catch((thrown) => {
        // Perhaps it was left elsewhere, and only newer tokens serve for joining again.
        if (typeof userToken !== 'function' || !/ 401:/.test(thrown)) throw thrown;
        // The stream may have been told the same, and have another already.
        if (token === used) token = undefined;
        return send();
      });
      if (answer.user) {
        takeYou(answer);
        link.share(['you', answer]);
      }
      return answer;
    },
  };

  function complete(given: EvaluationContext = {}): EvaluationContext {
    const { targetingKey = anonymousId } = given;
    return { anonymousId, ...given, targetingKey };
  }

  function explain(key: string): Explanation {
    if (bootstrap || !held) {
      const told = bootstrap?.switches;
      const errorCode = told ? 'FLAG_NOT_FOUND' : 'PROVIDER_NOT_READY';
      const none: Resolution = { active: false, reason: 'ERROR', errorCode };
      const outcome = told && Object.hasOwn(told, key) ? told[key] : none;
      return { release: undefined, ...(outcome as Resolution) };
    }
    const { live, rolling } = held;
    const mine = you && you.user === unitFrom(context, undefined) ? you : undefined;
    const arm = rolling && !isSilent ? armOf(rolling, mine) : undefined;
    const isIn = arm === 'chosen' || arm === 'canary';
    const inputs: Inputs = {
      now: Date.now,
      overrides,
      isMember: (cohort) => !!mine?.cohorts.includes(cohort),
      answer: (id) => mine && ((isIn && mine.candidate) || mine).answers[id] === true,
    };
    const outcome = (isIn && rolling ? rolling : live).resolve(key, context, inputs);
    return arm ? { ...outcome, arm } : outcome;
  }

  function armOf({ salt, by, thousandths }: Rolling, mine: You | undefined) {
    const unit = unitFrom(context, by);
    if (unit === undefined) return 'none';
    if (mine?.chosen) return 'chosen';
    return position(salt, unit) < threshold(thousandths) ? 'canary' : 'control';
  }

  /** Takes what the server says, or another page that it says it to. Rejects if all has to be told anew. */
  async function handle(type: string, data: Any) {
    if (type === 'you') return takeYou(data);
    if (type === 'heartbeat') {
      if (data.position !== held?.message.position) throw new Error('A message was missed');
    } else if (type === 'ruleset' || type === 'delta') {
      const message = await take(data, held?.message);
      if (message) {
        held = await hold(message, report);
        kept.write({ message, you });
      }
    } else return;
    heard();
  }

  function heard() {
    const wasSilent = isSilent;
    clearTimeout(silence);
    if (isClosed) return;
    silence = setTimeout(fallSilent, STALE_MS);
    isSynced = true;
    isSilent = false;
    settle();
    reach('synced', { release: releaseHeld() });
    reached.delete('stale');
    if (wasSilent) emit('recovered', { release: releaseHeld() });
  }

  function fallSilent() {
    isSilent = true;
    reach('stale', undefined);
    settle();
  }

  function takeYou(data: Any) {
    isYouDue = false;
    if (data.problem) {
      if (typeof userToken === 'function') renew(refusals++ ? RENEW_MS : 0);
      else report(new Error(`The user token is refused: ${data.problem}`));
    } else {
      const { token: fresh, ...told } = data;
      // It may come late, of who looked before.
      if (told.user === unitFrom(context, undefined)) {
        const { cohorts } = told as You;
        const isOther = `${cohorts}` !== `${you?.cohorts}`;
        you = told as You;
        if (isOther) queueMicrotask(() => emit('cohorts', { cohorts }));
      }
      refusals = 0;
      if (fresh) token = Promise.resolve(fresh);
      const leftMs = Date.parse(data.expiresAt) - Date.now();
      if (typeof userToken === 'function' && leftMs > 0)
        renew(Math.max(leftMs - RENEW_MS, leftMs / 2));
      if (held) kept.write({ message: held.message, you });
    }
    settle();
  }

  function currentToken() {
    token ??= (async () => (typeof userToken === 'function' ? userToken() : userToken))().catch(
      (thrown) => {
        report(thrown);
        isYouDue = false;
        settle();
        renew(RENEW_MS);
        return undefined;
      },
    );
    return token;
  }

  /** Connects with another token, now or later. */
  function renew(delayMs?: number) {
    clearTimeout(renewal);
    const begin = () => {
      token = undefined;
      link.start();
    };
    if (delayMs === undefined) begin();
    else renewal = setTimeout(begin, delayMs);
  }

  /** Whatever happened: what is served to this user now, and is it another thing than before? */
  function settle() {
    if (isSynced && !isYouDue) bootstrap = undefined;
    const { live, rolling } = held ?? {};
    const keys = [
      Object.keys(bootstrap?.switches ?? {}),
      live?.keys ?? [],
      rolling?.keys ?? [],
    ].flat();
    const now = Object.fromEntries(
      keys.map((key) => {
        const { variant, value, reason } = explain(key);
        return [key, reason === 'ERROR' ? undefined : JSON.stringify([variant, value])];
      }),
    );
    const changed = Object.keys({ ...seen, ...now }).filter((key) => seen[key] !== now[key]);
    seen = now;
    if (held || bootstrap) reach('ready', readiness());
    if (changed.length) emit('change', { keys: changed, release: releaseHeld() });
  }

  function releaseHeld() {
    return held?.message.release;
  }

  function readiness(): Readiness {
    const isReady = !!(held || bootstrap);
    return {
      status: isClosed ? 'closed' : isReady ? 'ready' : 'timeout',
      source: bootstrap ? 'bootstrap' : !held ? 'none' : isSynced ? 'network' : 'storage',
      release: releaseHeld(),
      synced: isSynced && !isSilent,
    };
  }

  function on<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void) {
    const added = (detail: Events[Name]) => listener(detail);
    const all = listeners.get(event) ?? new Set();
    listeners.set(event, all.add(added));
    if (reached.has(event)) queueMicrotask(() => all.has(added) && call(added, reached.get(event)));
    return () => all.delete(added);
  }

  function reach<Name extends keyof Events>(event: Name, detail: Events[Name]) {
    if (reached.has(event)) return;
    reached.set(event, detail);
    emit(event, detail);
  }

  function emit<Name extends keyof Events>(event: Name, detail: Events[Name]) {
    for (const listener of [...(listeners.get(event) ?? [])]) call(listener, detail);
  }

  function call(listener: (detail: Any) => void, detail: unknown) {
    try {
      listener(detail);
    } catch (thrown) {
      report(thrown);
    }
  }

  /** Never from within the call that failed. */
  function report(thrown: unknown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    queueMicrotask(() => {
      if (isClosed) return;
      if (options.onError) options.onError(error);
      else console.error(`switchyard: ${error.message}`);
      for (const listener of listeners.get('error') ?? []) listener(error);
    });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
