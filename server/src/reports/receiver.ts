import type { Experiments } from '@switchyard/core';
import { Problem } from '../platform/problem.ts';
import type { Actor, Runner, Work } from '../platform/work.ts';
import type { Answer, Report } from './report.ts';
import { receive } from './service.ts';

const system: Actor = { kind: 'system', id: 'reports', name: 'Switchyard' };

// Few enough that nothing waits long behind them.
const MOST_AT_ONCE = 20;
/** While the database stands still, more are not kept: SDKs have them, and say them again. */
const MOST_WAITING = 1_000;
const AGAIN_SECONDS = 5;

interface Waiting {
  readonly environment: string;
  readonly report: Report;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Parts {
  readonly runner: Runner;
  /** What an SDK that has tracked these events is told to compare splits by. */
  compareBy(work: Work, environment: string, tracked: readonly string[]): Promise<Experiments>;
}

/** Takes reports in: those that come while others are being written are written together. */
export function createReceiver({ runner, compareBy }: Parts) {
  const waiting: Waiting[] = [];
  let isWriting = false;

  const write = (batch: readonly Waiting[]) =>
    runner.write(system, async (work) => {
      const answers: Answer[] = [];
      for (const { environment, report } of batch) {
        await receive(work, environment, report);
        const experiments = await compareBy(work, environment, trackedIn(report));
        answers.push({ experiments });
      }
      return answers;
    });

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE);
      try {
        const answers = await write(batch);
        batch.forEach(({ resolve }, at) => {
          resolve(answers[at] as Answer);
        });
      } catch {
        // One that cannot be written must not take the others with it.
        for (const each of batch) {
          await write([each]).then(([answer]) => each.resolve(answer as Answer), each.reject);
        }
      }
    }
    isWriting = false;
  }

  return (environment: string, report: Report): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) {
        const words = 'The server cannot take reports in just now; say it again later';
        throw new Problem('unavailable', words, { retryAfter: AGAIN_SECONDS });
      }
      waiting.push({ environment, report, resolve, reject });
      if (!isWriting) void writeAll();
    });
}

const trackedIn = ({ metrics }: Report): string[] => [
  ...new Set(metrics?.minutes.flatMap(({ events }) => Object.keys(events))),
];
