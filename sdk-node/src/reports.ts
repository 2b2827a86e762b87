import type { Asked } from './asked.ts';
import type { Clock } from './clock.ts';
import { type Report, SwitchyardError } from './problem.ts';
import { Refusal, readText, type Send } from './sync/http.ts';

/** Three of them, and the server takes an instance that sends none for gone. */
const PERIOD_MS = 20_000;
const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 10_000;

export interface Reports {
  /** The server can be reached: sends one at once, and from then on again and again. */
  begin(): void;
  /** Sends what is left to say, and nothing more afterwards. */
  close(): Promise<void>;
}

/** Tells the server every 20 s or so that this process is there, what it has, and what was asked for. */
export function createReports(options: {
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  readonly about: object;
  /** Gives up what is being sent. */
  readonly signal: AbortSignal;
  position(): string | undefined;
  takeAsked(): Asked;
}): Reports {
  const { send, clock, random, about, signal } = options;
  /** Beyond all of a process that had the same name before. */
  let sequence = clock.now();
  let isKnown = false;
  /** The report that has not been acknowledged yet. Sent again as it was, it counts once. */
  let pending: string | undefined;
  let isRefused = false;
  let isClosed = false;
  let sending = Promise.resolve();
  let cancel = () => {};

  return {
    begin: () => void sendAll(),
    close() {
      isClosed = true;
      return sendAll();
    },
  };

  function sendAll(): Promise<void> {
    cancel();
    sending = sending.then(async () => {
      const hadPending = pending !== undefined;
      await sendOne();
      if (hadPending && pending === undefined) await sendOne();
      cancel();
      if (!isClosed) cancel = clock.after(PERIOD_MS * (0.9 + random() / 5), sendAll);
    });
    return sending;
  }

  async function sendOne() {
    pending ??= next();
    if (pending === undefined) return;
    try {
      const answer = await send('sdk/reports', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: pending,
        signal,
        deadlineMs: DEADLINE_MS,
      });
      await readText(answer, MAX_ANSWER_BYTES);
      pending = undefined;
      isKnown = true;
      isRefused = false;
    } catch (thrown) {
      if (isWorthRepeating(thrown)) return;
      pending = undefined;
      refused(thrown as Refusal);
    }
  }

  /** The last one says that it is, and is left out if there is nobody to tell anything. */
  function next(): string | undefined {
    const { asked, unknown } = options.takeAsked();
    const position = options.position();
    const isSilent = asked.length === 0 && Object.keys(unknown).length === 0;
    if (isClosed && isSilent && !isKnown) return undefined;
    sequence++;
    const leaves = isClosed || undefined;
    return JSON.stringify({ ...about, sequence, position, asked, unknown, leaves });
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
