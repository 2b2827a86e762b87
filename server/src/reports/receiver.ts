import type { Actor, Runner } from '../platform/work.ts';
import type { Report } from './report.ts';
import { receive } from './service.ts';

const system: Actor = { kind: 'system', id: 'reports', name: 'Switchyard' };

// Few enough that nothing waits long behind them.
const MOST_AT_ONCE = 20;

interface Waiting {
  readonly environment: string;
  readonly report: Report;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Takes reports in: those that come while others are being written are written together. */
export function createReceiver(runner: Runner) {
  const waiting: Waiting[] = [];
  let isWriting = false;

  const write = (batch: readonly Waiting[]) =>
    runner.write(system, async (work) => {
      for (const { environment, report } of batch) await receive(work, environment, report);
    });

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE);
      try {
        await write(batch);
        for (const { resolve } of batch) resolve();
      } catch {
        // One that cannot be written must not take the others with it.
        for (const each of batch) await write([each]).then(each.resolve, each.reject);
      }
    }
    isWriting = false;
  }

  return (environment: string, report: Report): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ environment, report, resolve, reject });
      if (!isWriting) void writeAll();
    });
}
