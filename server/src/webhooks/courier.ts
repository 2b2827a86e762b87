import type { Facts } from '../platform/facts.ts';
import type { Actor, Runner, Work } from '../platform/work.ts';
import { unseal } from '../secrets/sealing.ts';
import { type CallSettings, call, Forbidden, resolveName } from './call.ts';
import { signatureOf } from './signature.ts';
import * as store from './store.ts';
import { afterAnswer, afterFailure, type Verdict } from './verdict.ts';

const MOST_AT_ONCE = 10;
/** A process that has not said how a call went by then is taken to be gone: another tries. */
const LEASE_MS = 30_000;
const LOOK_MS = 1_000;

const system: Actor = { kind: 'system', id: 'hooks', name: 'Rollback hooks' };

interface Parts {
  readonly runner: Runner;
  readonly facts: Facts;
  readonly clock: () => Date;
  readonly masterKey: Buffer;
  readonly allowPrivate: boolean;
  readonly resolve?: CallSettings['resolve'];
  /** Told in the same work how a call ended, unless it is to be tried again. */
  readonly settled: (work: Work, delivery: store.DeliveryRow) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Calls the hooks that are to be called. Several processes may do so on one database. */
export function createCourier(parts: Parts) {
  const { runner, facts, clock, masterKey, allowPrivate, settled, report } = parts;
  const settings = { allowPrivate, resolve: parts.resolve ?? resolveName };
  const underWay = new Set<Promise<void>>();
  let stopListening = () => {};
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  /** Takes what is due. Whoever else looks, while the lease lasts, finds nothing to do. */
  const claim = () =>
    runner.write(system, async ({ tx, now }) => {
      const rows = await store.due(tx, now, MOST_AT_ONCE);
      const nextAt = new Date(now.getTime() + LEASE_MS);
      const claimed = [];
      for (const row of rows) {
        const columns = { attempts: row.attempts + 1, nextAt };
        await store.updateDelivery(tx, row.id, columns);
        const hook = await store.findHook(tx, row.hook);
        if (hook !== undefined) claimed.push({ row: { ...row, ...columns }, hook });
      }
      return claimed;
    });

  async function deliver(row: store.DeliveryRow, hook: store.HookRow): Promise<void> {
    const verdict = await attempt(row, hook);
    await runner.write(system, async (work) => {
      // Whoever was called may have reported meanwhile how it went.
      const current = await store.findDelivery(work.tx, row.id);
      if (current?.status !== 'waiting') return;
      const { status, words: outcome, retryMs } = verdict;
      const nextAt = retryMs === undefined ? null : new Date(work.now.getTime() + retryMs);
      const columns = { status, outcome, nextAt, updatedAt: work.now };
      await store.updateDelivery(work.tx, row.id, columns);
      if (status !== 'waiting') await settled(work, { ...current, ...columns });
    });
  }

  async function attempt(row: store.DeliveryRow, hook: store.HookRow): Promise<Verdict> {
    const now = clock();
    if (isTooLate(row, now))
      return { status: 'failed', words: 'Too late: nobody was asked in time' };
    let secret: string;
    try {
      secret = unseal(masterKey, hook.secret, purposeOf(hook.environment, hook.id));
    } catch {
      const words = 'Its secret does not open: the master key is another one. Make the hook anew';
      return { status: 'failed', words };
    }
    const body = JSON.stringify(row.payload);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Switchyard',
      'switchyard-delivery': row.id,
      'switchyard-signature': signatureOf(secret, now, body),
    };
    try {
      const answer = await call(new URL(hook.url), headers, body, settings);
      return afterAnswer(row, answer);
    } catch (error) {
      if (error instanceof Forbidden) return { status: 'failed', words: error.message };
      return afterFailure(row, `It did not answer: ${(error as Error).message}`);
    }
  }

  /** Calls everything that is due, and resolves when all of it is through. */
  async function tick(): Promise<void> {
    for (;;) {
      if (isStopped || (await runner.read(({ tx, now }) => store.due(tx, now, 1))).length === 0)
        break;
      const claimed = await claim();
      await Promise.all(claimed.map(({ row, hook }) => track(deliver(row, hook))));
    }
  }

  function track(job: Promise<void>): Promise<void> {
    underWay.add(job);
    return job.finally(() => underWay.delete(job));
  }

  const look = () => void track(tick()).catch(report);

  return {
    tick,
    /** Begins to look by itself. */
    start(): void {
      timer = setInterval(look, LOOK_MS);
      stopListening = facts.listen(({ kind }) => {
        if (kind === 'hook-due') look();
      });
      look();
    },
    /** Lets what is under way finish. */
    async stop(): Promise<void> {
      isStopped = true;
      clearInterval(timer);
      stopListening();
      await Promise.allSettled(underWay);
    },
  };
}

export const purposeOf = (environment: string, id: string) => `hook:${environment}:${id}`;

/** A rollback that comes long after somebody wanted it does harm. */
const MOST_AGE_MS = 15 * 60_000;

const isTooLate = ({ createdAt }: store.DeliveryRow, now: Date) =>
  now.getTime() - createdAt.getTime() > MOST_AGE_MS;
