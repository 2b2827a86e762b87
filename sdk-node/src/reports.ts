import type { Experiments, Metrics } from '@switchyard/core';
import { readExperiments } from './answer.ts';
import type { Asked } from './asked.ts';
import type { Clock } from './clock.ts';
import { fitting } from './fitting.ts';
import { type Report, SwitchyardError } from './problem.ts';
import { Refusal, readText, type Send } from './sync/http.ts';

/** Three of them, and the server takes an instance that sends none for gone. */
const PERIOD_MS = 20_000;
/** While something rolls out: it is to be noticed soon. */
const WATCHED_PERIOD_MS = 5_000;
const MINUTE_MS = 60_000;
const LONGEST_REST_MS = 300_000;
const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 10_000;

export interface Reports {
  /** The server can be reached: sends one at once, and from then on again and again. */
  begin(): void;
  /** Something rolls out from now on: the next one is due soon. */
  hasten(): void;
  /** Sends what is left to say, and nothing more afterwards. */
  close(): Promise<void>;
}

/** Tells the server again and again that this process is there, what it has, what was asked for and what happened. */
export function createReports(options: {
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  readonly about: object;
  readonly metrics: Pick<Metrics, 'take' | 'roll'>;
  /** Gives up what is being sent. */
  readonly signal: AbortSignal;
  position(): string | undefined;
  takeAsked(): Asked;
  isRollingOut(): boolean;
  /** What the server wants switches with a split to be compared by. */
  told(experiments: Experiments | undefined): void;
}): Reports {
  const { send, clock, random, about, metrics, signal } = options;
  /** Beyond all of a process that had the same name before. */
  let sequence = clock.now();
  let isKnown = false;
  /** The report that has not been acknowledged yet. Sent again as it was, it counts once. */
  let pending: string | undefined;
  /** Whether metrics are in it, which are lost where it is refused. */
  let hasMetrics = false;
  let lost = 0;
  let isBegun = false;
  let isSending = false;
  let restMs = 0;
  let isRefused = false;
  let isClosed = false;
  let sending = Promise.resolve();
  let cancel = () => {};
  waitForNext();

  return {
    begin() {
      isBegun = true;
      void sendAll();
    },
    hasten() {
      if (isBegun && !isSending) waitForNext();
    },
    close() {
      isClosed = true;
      return sendAll();
    },
  };

  function sendAll(): Promise<void> {
    cancel();
    sending = sending.then(async () => {
      isSending = true;
      const hadPending = pending !== undefined;
      await sendOne();
      if (hadPending && pending === undefined) await sendOne();
      isSending = false;
      waitForNext();
    });
    return sending;
  }

  /** The same for everybody, whatever they are served: else what is compared would be of different times. */
  function waitForNext() {
    cancel();
    if (isClosed) return;
    const period = options.isRollingOut() ? WATCHED_PERIOD_MS : PERIOD_MS;
    cancel = isBegun
      ? clock.after(Math.max(restMs, period * (0.9 + random() / 5)), sendAll)
      : clock.after(MINUTE_MS, endMinute);
  }

  /** Nobody listens yet. */
  function endMinute() {
    metrics.roll(clock.now());
    waitForNext();
  }

  async function sendOne() {
    metrics.roll(clock.now());
    pending ??= next();
    if (pending === undefined) return;
    restMs = 0;
    try {
      const answer = await send('sdk/reports', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: pending,
        signal,
        deadlineMs: DEADLINE_MS,
      });
      const text = await readText(answer, MAX_ANSWER_BYTES);
      pending = undefined;
      options.told(readExperiments(text));
      isKnown = true;
      isRefused = false;
    } catch (thrown) {
      if (thrown instanceof Refusal) restMs = Math.min(thrown.retryAfterMs ?? 0, LONGEST_REST_MS);
      if (isWorthRepeating(thrown)) return;
      pending = undefined;
      if (hasMetrics) lost++;
      refused(thrown as Refusal);
    }
  }

  /** The last one says that it is, and is left out if there is nobody to tell anything. */
  function next(): string | undefined {
    const { asked, unknown } = options.takeAsked();
    const position = options.position();
    const taken = metrics.take(clock.now());
    const isSilent = asked.length === 0 && Object.keys(unknown).length === 0 && !taken;
    if (isClosed && isSilent && !isKnown) return undefined;
    sequence++;
    hasMetrics = taken !== undefined;
    const counted = taken && { ...taken, dropped: taken.dropped + lost };
    if (taken) lost = 0;
    const leaves = isClosed || undefined;
    return fitting({ ...about, sequence, position, asked, unknown, leaves, metrics: counted });
  }

  /** A server without reports is none of anybody's business; any other refusal is told once. */
  function refused(refusal: Refusal) {
    if (refusal.status !== 404 && !isRefused) {
      options.report(new SwitchyardError('reports', refusal.message, refusal));
    }
    isRefused = true;
  }
}

/** A refusal stays one, except for want of time. */
function isWorthRepeating(thrown: unknown): boolean {
  const isRefusal = thrown instanceof Refusal;
  return !isRefusal || thrown.status === 429 || thrown.status >= 500;
}
