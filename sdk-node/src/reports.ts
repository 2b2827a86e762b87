import type { Asked } from './asked.ts';
import type { Clock } from './clock.ts';
import { type Report, SwitchyardError } from './problem.ts';
import { Refusal, readText, type Send } from './sync/http.ts';

const PERIOD_MS = 60_000;
const DEADLINE_MS = 10_000;

export interface Reports {
  /** Sends what there is to say now, and nothing more afterwards. */
  close(): Promise<void>;
}

/** Tells the server every 60 s or so what was asked for. Says nothing when there is nothing to say. */
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
  let sequence = 0;
  /** The report that has not been acknowledged yet. Sent again as it was, it counts once. */
  let pending: string | undefined;
  let positionTold: string | undefined;
  let isRefused = false;
  let sending: Promise<void> | undefined;
  let cancel = schedule();

  return {
    async close() {
      cancel();
      await sending;
      const hadPending = pending !== undefined;
      await sendOne();
      if (hadPending && pending === undefined) await sendOne();
    },
  };

  function schedule() {
    return clock.after(PERIOD_MS * (1 + random() / 4), () => {
      sending = sendOne().then(() => {
        cancel = schedule();
      });
    });
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
      await readText(answer, DEADLINE_MS);
      pending = undefined;
      isRefused = false;
    } catch (thrown) {
      if (isWorthRepeating(thrown)) return;
      pending = undefined;
      refused(thrown as Refusal);
    }
  }

  function next(): string | undefined {
    const { asked, unknown } = options.takeAsked();
    const position = options.position();
    const isSilent = asked.length === 0 && Object.keys(unknown).length === 0;
    if (isSilent && position === positionTold) return undefined;
    positionTold = position;
    sequence++;
    return JSON.stringify({ ...about, sequence, position, asked, unknown });
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
