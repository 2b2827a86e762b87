import { randomUUID } from 'node:crypto';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { hashOf, newBearer } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './store.ts';

export type SdkKey = store.Row;

export const prefixes = { server: 'sys_', browser: 'syb_' } as const;
export const kinds = ['server', 'browser'] as const;
export type Kind = (typeof kinds)[number];
export const channels = ['live', 'princess'] as const;
export type Channel = (typeof channels)[number];

export interface Draft {
  readonly name: string;
  readonly kind: Kind;
  readonly channel?: Channel | undefined;
}

export async function list(reading: Reading, environment: string): Promise<SdkKey[]> {
  await environments.find(reading, environment);
  return store.list(reading.tx, environment);
}

/** Makes a key. Its secret is answered here and never again. */
export async function create(
  work: Work,
  environment: string,
  { name, kind, channel = 'live' }: Draft,
): Promise<{ key: SdkKey; secret: string }> {
  await environments.find(work, environment);
  const secret = newBearer(prefixes[kind], 192);
  const key: SdkKey = {
    id: randomUUID(),
    environment,
    name,
    kind,
    channel,
    hash: hashOf(secret),
    hint: `${prefixes[kind]}…${secret.slice(-4)}`,
    createdBy: work.actor.name,
    createdAt: work.now,
    lastUsedAt: null,
    revokedAt: null,
  };
  await store.insert(work.tx, key);
  await told(work, key, 'key-made', 'Made');
  return { key, secret };
}

/** Ends a key for good; what is connected with it is cut within seconds. */
export async function revoke(work: Work, environment: string, id: string): Promise<void> {
  const key = await store.find(work.tx, environment, id);
  if (key === undefined) {
    throw new Problem('not-found', `There is no SDK key with the id ${id} in ${environment}`);
  }
  if (key.revokedAt !== null) return;
  await store.update(work.tx, id, { revokedAt: work.now });
  await told(work, key, 'key-revoked', 'Revoked');
}

export const listValid = (reading: Reading): Promise<SdkKey[]> => store.listValid(reading.tx);

export const see = (work: Work, id: string): Promise<void> =>
  store.update(work.tx, id, { lastUsedAt: work.now });

async function told(
  work: Work,
  { environment, kind, channel, name, hint }: SdkKey,
  action: string,
  verb: string,
) {
  const which = channel === 'live' ? kind : `${channel} ${kind}`;
  const title = `${verb} the ${which} key “${name}” (${hint})`;
  await deployLog.record(work, { kind: 'audit', action, title, environment });
  work.announce({ kind: 'keys-changed', environment });
}
