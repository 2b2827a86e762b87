import {
  createMetrics,
  type EvaluationContext,
  type Experiments,
  emptyRuleset,
} from '@switchyard/core';
import { createAskedNotes } from './asked.ts';
import { touchedKeys } from './changed-keys.ts';
import { connect } from './connection.ts';
import { createEvaluation, type Evaluation } from './evaluation.ts';
import { createEmitter, type EventName, type Listener, type Readiness } from './events.ts';
import { createFreshness } from './freshness.ts';
import { createHolder, type Held, storable } from './held.ts';
import { keepingAlive } from './keeping-alive.ts';
import { createLastKnown } from './last-known.ts';
import { createMembers } from './members.ts';
import { type ClientOptions, settingsOf } from './options.ts';
import { type OverrideCookieOptions, overrideCookie, signedOverrides } from './override-cookie.ts';
import { type ProblemCode, problemOf, SwitchyardError } from './problem.ts';
import { createReports } from './reports.ts';
import { createSecrets, type Secret } from './secrets.ts';
import { createIdentify, isContext } from './subjects.ts';
import { createSend } from './sync/http.ts';
import { createTracking } from './tracking.ts';
import { type UserTokenOptions, userToken } from './user-token.ts';

const READY_TIMEOUT_MS = 5000;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
const CLOSE_TIMEOUT_MS = 2000;
/** How long a request keeps the ruleset it began with, once there is another. */
const REQUEST_MS = 60_000;

// biome-ignore lint/suspicious/noExplicitAny: what an application calls a request is its own business.
export interface Client<Subject = any> extends Evaluation<Subject> {
  /**
   * Waits for a ruleset to decide with, fresh or not, and keeps the process alive meanwhile. Resolves in
   * any case, after `timeoutMs` (5000 unless given) at the latest, and says what there is.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<Readiness>;
  /**
   * Proves to the server who looks at a page, so that they can opt in: for the browser SDK. Of a targeting key, or of whoever a
   * context or a request says; what the context says besides is in it, for them to read. Throws as long as the server has
   * handed out no signing secret.
   */
  userToken(user: string | Subject | EvaluationContext, options?: UserTokenOptions): string;
  /**
   * A `Set-Cookie` with which somebody forces switches for themselves, each to `on`, `off` or a variant, wherever a middleware
   * reads it; with no switches, one that ends that. Throws as long as the server has handed out no signing secret.
   */
  overrideCookie(
    switches: Readonly<Record<string, string>>,
    options?: OverrideCookieOptions,
  ): string;
  /**
   * Calls the listener whenever it happens, and soon for a state that is reached already. Call what is
   * returned to stop.
   */
  on<Name extends EventName>(event: Name, listener: Listener<Name>): () => void;
  /** Sends what is left to report and lets go of everything, in 2 s at most. What was known is still served. */
  close(): Promise<void>;
}

/** Throws on wrong options, and never afterwards. */
// biome-ignore lint/suspicious/noExplicitAny: as above; a parameter with a type makes it that type.
export function createClient<Subject = any>(options: ClientOptions<Subject>): Client<Subject> {
  const settings = settingsOf(options);
  const { url, key, clock, random } = settings;
  const around = { clock, random, report };

  const emitter = createEmitter(tellApplication);
  const asked = createAskedNotes();
  const metrics = createMetrics();
  let experiments: Experiments | undefined;
  const secrets = createSecrets();
  const waiting = new Set<() => void>();
  const flushing = new AbortController();
  let isClosed = false;
  let closed: Promise<void> | undefined;

  const holder = createHolder({ taken, candidateRefused: report });
  const freshness = createFreshness(clock, {
    synced: () => emitter.reach('synced', { release: releaseOf(holder.current) }),
    stale(since) {
      emitter.reach('stale', { since });
      candidateComesOrGoes(false);
    },
    recovered(wasSilent) {
      emitter.forget('stale');
      emitter.emit('recovered', { release: releaseOf(holder.current) });
      if (wasSilent) candidateComesOrGoes(true);
    },
  });
  const lastKnown =
    settings.directory === false
      ? undefined
      : createLastKnown({ ...around, directory: settings.directory, scope: `${url.href} ${key}` });
  takeIfGood(lastKnown?.read(), 'disk');
  if (!holder.current.message) takeIfGood(settings.bootstrap, 'bootstrap');

  const send = createSend({ url, key, fetch: settings.fetch, clock });
  const members = createMembers({ ...around, send });
  const reports = createReports({
    ...around,
    send,
    about: settings.about,
    position: () => holder.position,
    takeAsked: asked.take,
    metrics,
    isRollingOut: () => holder.current.candidate !== undefined,
    told(wanted) {
      experiments = wanted;
      compareVariants();
    },
    signal: flushing.signal,
  });
  const identify = createIdentify(settings.identify, report);
  const connection = connect({
    ...around,
    send,
    holder,
    members,
    heard: freshness.heard,
    connected: reports.begin,
    keepSecrets: secrets.keep,
  });

  return {
    ...createEvaluation<Subject>({
      holder,
      identify,
      defaults: settings.defaults,
      asked,
      tracking: createTracking(metrics, report),
      inputs: { now: clock.now, isMember: members.isMember },
      isSilent: freshness.isSilent,
      verifyOverrides: (token) => signedOverrides(token, secrets.list(), clock.now()),
    }),
    userToken(user, options) {
      return userToken(
        newestSecret('user-token', 'A user token'),
        contextOf(user),
        clock.now(),
        options,
      );
    },
    overrideCookie(switches, options) {
      const secret = newestSecret('override-cookie', 'A cookie that forces switches');
      return overrideCookie(secret, switches, clock.now(), options);
    },
    on: emitter.on,
    async ready(options) {
      if (!isClosed && !holder.current.message) {
        await keepingAlive(untilReady(timeoutOf(options?.timeoutMs)));
      }
      return readiness();
    },
    close() {
      closed ??= keepingAlive(letGo());
      return closed;
    },
  };

  function newestSecret(code: ProblemCode, what: string): Secret {
    const [newest] = secrets.list();
    if (newest !== undefined) return newest;
    throw new SwitchyardError(
      code,
      `${what} is signed with a secret that the server hands out, and there is none yet: wait for it with ready()`,
    );
  }

  function contextOf(user: unknown): EvaluationContext {
    if (typeof user === 'string') return { targetingKey: user };
    const isOne = typeof user === 'object' && user !== null && isContext(user);
    return isOne ? user : identify(user);
  }

  function untilReady(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(timeoutMs, settle);
      waiting.add(settle);
      function settle() {
        cancel();
        waiting.delete(settle);
        resolve();
      }
    });
  }

  function readiness(): Readiness {
    const { message, source } = holder.current;
    const status = isClosed ? 'closed' : message ? 'ready' : 'timeout';
    const synced = message !== undefined && freshness.isFresh();
    return { status, source, release: message?.release, synced };
  }

  function takeIfGood(message: unknown, source: 'disk' | 'bootstrap') {
    if (message === undefined) return;
    try {
      holder.replace(message, source);
    } catch (thrown) {
      report(problemOf(thrown, 'bad-data'));
    }
  }

  function taken(before: Held, after: Held) {
    const { message, source } = after;
    if (!message) return;
    metrics.follow(after.trial);
    if (after.candidate && !before.candidate) reports.hasten();
    compareVariants();
    const { term } = before;
    clock.after(REQUEST_MS, () => {
      term.isOver = true;
    });
    if (source === 'network') lastKnown?.write(storable(message));
    for (const settle of waiting) settle();

    const { release } = message;
    if (!before.message) {
      emitter.reach('ready', { status: 'ready', source, release, synced: source === 'network' });
    }
    const keys = touchedKeys(before.message ?? { ruleset: emptyRuleset }, message);
    emitter.emit('change', { keys, release, candidate: message.candidate?.release });
  }

  /** Where nothing is split there is nothing to compare. */
  function compareVariants() {
    const { splits, candidateSplits } = holder.current;
    metrics.experiment(splits.size + candidateSplits.size > 0 ? experiments : undefined);
  }

  /** It goes when the server falls silent, and comes back with its voice. */
  function candidateComesOrGoes(comes: boolean) {
    const { message } = holder.current;
    if (!message?.candidate) return;
    const { candidate, ...live } = message;
    emitter.emit('change', {
      keys: touchedKeys(live, message),
      release: message.release,
      candidate: comes ? candidate.release : undefined,
    });
  }

  async function letGo() {
    isClosed = true;
    for (const settle of waiting) settle();
    connection.close();
    members.close();
    freshness.close();
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = clock.after(CLOSE_TIMEOUT_MS, resolve);
    });
    await Promise.race([Promise.all([reports.close(), lastKnown?.flush()]), late]);
    cancel();
    flushing.abort();
    emitter.reach('close', undefined);
  }

  /** Never from within the call that failed, and never before `createClient` has returned. */
  function report(problem: SwitchyardError) {
    if (problem.code === 'unreachable' || problem.code === 'refused') freshness.missed();
    queueMicrotask(() => {
      tellApplication(problem);
      emitter.emit('error', problem);
    });
  }

  function tellApplication(problem: SwitchyardError) {
    const tell = async () => settings.onError(problem);
    tell().catch(() => undefined);
  }
}

const releaseOf = ({ message }: Held) => message?.release;

const timeoutOf = (ms = READY_TIMEOUT_MS) =>
  ms >= 0 ? Math.min(ms, LONGEST_TIMEOUT_MS) : READY_TIMEOUT_MS;
