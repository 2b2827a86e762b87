import type { Priority } from './database/database.ts';

/** Runs jobs one at a time, in order; urgent ones ahead of all that wait. */
export function createLane() {
  const waiting: Record<Priority, (() => Promise<void>)[]> = { urgent: [], normal: [] };
  let isBusy = false;
  let idle: (() => void)[] = [];

  async function work() {
    isBusy = true;
    for (;;) {
      const job = waiting.urgent.shift() ?? waiting.normal.shift();
      if (job === undefined) break;
      await job();
    }
    isBusy = false;
    for (const each of idle) each();
    idle = [];
  }

  return {
    run<T>(job: () => Promise<T>, priority: Priority = 'normal'): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting[priority].push(() => job().then(resolve, reject));
        if (!isBusy) void work();
      });
    },
    /** Resolves when nothing runs and nothing waits. */
    drained(): Promise<void> {
      return isBusy ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve();
    },
  };
}
