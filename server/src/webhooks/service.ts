import { randomUUID } from 'node:crypto';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { newBearer } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import { seal } from '../secrets/sealing.ts';
import { type CallSettings, Forbidden, refuseName, resolveName } from './call.ts';
import { purposeOf } from './courier.ts';
import * as store from './store.ts';

export { createCourier } from './courier.ts';

export type Hook = Omit<store.HookRow, 'secret'>;
export type Delivery = store.DeliveryRow;

const MOST_DELIVERIES = 100;

/** A rollback of code that somebody wants. */
export interface Order {
  readonly app: string;
  readonly from: string | undefined;
  readonly to: string;
  /** The entry in the deploy log that it belongs to. */
  readonly entry: number;
  readonly reason?: string | undefined;
  readonly notBefore: Date;
}

/** What the tool is told, besides whom it concerns. */
export interface RollbackPayload {
  readonly event: 'roll-back';
  /** What runs. */
  readonly from: string | null;
  /** What is to run. */
  readonly version: string;
  readonly entry: number;
  readonly reason: string | null;
  readonly requestedBy: string;
}

interface Parts {
  readonly masterKey: Buffer;
  /** Whether addresses that only this machine or its networks have may be called. */
  readonly allowPrivate: boolean;
  readonly resolve?: CallSettings['resolve'];
}

/** Where the user's own deploy tools are asked to roll code back. */
export function createHooks({ masterKey, allowPrivate, resolve = resolveName }: Parts) {
  return {
    /** Refuses an address that must not be called. Looks its name up, so it is done before the work. */
    async check(url: string): Promise<void> {
      const parsed = parsedUrl(url);
      try {
        await refuseName(parsed, { allowPrivate, resolve });
      } catch (error) {
        if (error instanceof Forbidden) throw new Problem('invalid', error.message);
        throw error;
      }
    },

    /** Adds the hook of an application. Its secret is told this once. */
    async register(
      work: Work,
      environment: string,
      { app, url }: { app: string; url: string },
    ): Promise<{ hook: Hook; secret: string }> {
      await environments.find(work, environment);
      if ((await store.hookFor(work.tx, environment, app)) !== undefined) {
        throw new Problem(
          'conflict',
          `${app} has a hook in ${environment} already. Remove it first`,
        );
      }
      const id = randomUUID();
      const secret = newBearer('syh_', 256);
      const row = {
        id,
        environment,
        app,
        url: parsedUrl(url).href,
        secret: seal(masterKey, secret, purposeOf(environment, id)),
        createdBy: work.actor.name,
        createdAt: work.now,
      };
      await store.insertHook(work.tx, row);
      const title = `Made a rollback hook for ${app}: ${originOf(row)}`;
      await deployLog.record(work, { kind: 'audit', action: 'hook-made', environment, app, title });
      return { hook: shown(row), secret };
    },
  };
}

export type Hooks = ReturnType<typeof createHooks>;

function parsedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Problem(
      'invalid',
      `${JSON.stringify(text)} is not an address such as https://deploy.example.com/rollback`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new Problem(
      'invalid',
      'The address must not have a password in it: calls are signed instead',
    );
  }
  return url;
}

/** Without what may be a secret in the path. */
const originOf = ({ url }: Hook) => new URL(url).origin;

const shown = ({ secret: _, ...hook }: store.HookRow): Hook => hook;

export async function list(reading: Reading, environment: string): Promise<Hook[]> {
  await environments.find(reading, environment);
  return (await store.listHooks(reading.tx, environment)).map(shown);
}

/** Refuses if there is no such hook there. */
async function find(reading: Reading, environment: string, id: string): Promise<Hook> {
  const row = await store.findHook(reading.tx, id);
  if (row?.environment !== environment) {
    throw new Problem('not-found', `There is no hook ${id} in ${environment}`);
  }
  return shown(row);
}

/** What waits to be delivered is given up. */
export async function remove(work: Work, environment: string, id: string): Promise<void> {
  const hook = await find(work, environment, id);
  await giveUpWaiting(work, hook, 'The hook was removed');
  await store.deleteHook(work.tx, id);
  const { app } = hook;
  const title = `Removed the rollback hook for ${app}: ${originOf(hook)}`;
  await deployLog.record(work, { kind: 'audit', action: 'hook-removed', environment, app, title });
}

/** Newest first. */
export async function deliveries(
  reading: Reading,
  environment: string,
  id: string,
): Promise<Delivery[]> {
  await find(reading, environment, id);
  return store.deliveriesOf(reading.tx, id, MOST_DELIVERIES);
}

/** What an entry of the deploy log set going, by application. */
export const deliveriesFor = ({ tx }: Reading, entry: number): Promise<Delivery[]> =>
  store.deliveriesFor(tx, entry);

/** Calls a hook to see whether it is there: nothing is to be rolled back. */
export async function test(work: Work, environment: string, id: string): Promise<Delivery> {
  const hook = await find(work, environment, id);
  return deliver(work, hook, { entry: null, notBefore: work.now, payload: { event: 'test' } });
}

/** How many calls there are in each state, by environment. */
export const countsByStatus = ({ tx }: Reading) => store.countsByStatus(tx);

/** Whether there is somebody to ask. */
export const isRegistered = async ({ tx }: Reading, environment: string, app: string) =>
  (await store.hookFor(tx, environment, app)) !== undefined;

/** Has the hook of an application called, once the work is through. Nobody is called where there is none. */
export async function order(
  work: Work,
  environment: string,
  { app, from, to, entry, reason, notBefore }: Order,
): Promise<Delivery | undefined> {
  const hook = await store.hookFor(work.tx, environment, app);
  if (hook === undefined) return undefined;
  await giveUpWaiting(work, hook, `Entry ${entry} asks for something else`);
  const payload = {
    event: 'roll-back',
    from: from ?? null,
    version: to,
    entry,
    reason: reason ?? null,
  };
  return deliver(work, hook, { entry, notBefore, payload });
}

async function giveUpWaiting({ tx, now }: Work, hook: Hook, outcome: string): Promise<void> {
  for (const { id } of await store.waitingDeliveries(tx, hook.id)) {
    await store.updateDelivery(tx, id, { status: 'failed', nextAt: null, outcome, updatedAt: now });
  }
}

async function deliver(
  work: Work,
  { id: hook, environment, app }: Hook,
  { entry, notBefore, payload }: { entry: number | null; notBefore: Date; payload: object },
): Promise<Delivery> {
  const id = randomUUID();
  const { now, actor } = work;
  const row: Delivery = {
    id,
    hook,
    environment,
    app,
    entry,
    payload: {
      ...payload,
      id,
      environment,
      app,
      requestedBy: actor.name,
      requestedAt: now.toISOString(),
    },
    status: 'waiting',
    attempts: 0,
    nextAt: notBefore,
    outcome: 'To be called',
    createdAt: now,
    updatedAt: now,
  };
  await store.insertDelivery(work.tx, row);
  work.announce({ kind: 'hook-due' });
  return row;
}

/** The delivery of this id, if it asked for a rollback of the application there. */
export async function rollbackOf(
  { tx }: Reading,
  { id, environment, app }: { id: string; environment: string; app: string },
): Promise<Delivery | undefined> {
  const row = await store.findDelivery(tx, id);
  const isIt = row?.environment === environment && row.app === app && row.entry !== null;
  return isIt ? row : undefined;
}

/** What the deploy tool reports about a rollback that it was asked for. */
export async function reported(
  { tx, now }: Work,
  { id, status }: Delivery,
  after: Delivery['status'],
  outcome: string,
): Promise<void> {
  if (status === 'done' || status === 'failed' || status === after) return;
  await store.updateDelivery(tx, id, { status: after, nextAt: null, outcome, updatedAt: now });
}
