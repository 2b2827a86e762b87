import type { Actor, Runner, Work } from '../platform/work.ts';

const system: Actor = { kind: 'system', id: 'metrics', name: 'Switchyard' };
const EVERY_MS = 60_000;
/** Of what one transaction forgets: what is more waits for the next minute. */
const MOST_TIMES = 100;

interface Parts {
  readonly runner: Runner;
  /** Each forgets a little, and answers whether there is more. */
  readonly sweeps: readonly ((work: Work) => Promise<boolean>)[];
  readonly report: (error: unknown) => void;
}

/** Forgets every minute what nobody will ask for, in transactions that let others through. */
export function createSweeper({ runner, sweeps, report }: Parts) {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;

  async function sweepAll(): Promise<void> {
    for (const sweep of sweeps) {
      for (let times = 0; times < MOST_TIMES; times++) {
        if (!(await runner.write(system, sweep))) break;
      }
    }
  }

  return {
    start(): void {
      timer = setInterval(() => {
        sweeping ??= sweepAll()
          .catch(report)
          .finally(() => {
            sweeping = undefined;
          });
      }, EVERY_MS).unref();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await sweeping;
    },
  };
}
