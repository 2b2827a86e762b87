import { randomBytes, randomUUID } from 'node:crypto';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import { StartProblem } from '../platform/start-problem.ts';
import type { Actor, Reading, Runner, Work } from '../platform/work.ts';
import { seal, unseal } from './sealing.ts';
import * as store from './store.ts';

export type SigningSecret = Omit<store.Row, 'sealed'>;

/** A secret as SDKs get it. */
export interface SdkSecret {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: string;
}

const system: Actor = { kind: 'system', id: 'secrets', name: 'Switchyard' };

/** The secrets that an environment's applications sign user tokens and override cookies with. */
export function createSecrets({ masterKey, runner }: { masterKey: Buffer; runner: Runner }) {
  const open = ({ id, environment, sealed }: store.Row) =>
    unseal(masterKey, sealed, purposeOf(environment, id));

  const closed = async (reading: Reading) =>
    (await store.listValid(reading.tx)).filter((row) => {
      try {
        open(row);
        return false;
      } catch {
        return true;
      }
    });

  /** Adds a secret. Earlier ones stay valid until they are retired. */
  async function rotate(work: Work, environment: string): Promise<SigningSecret> {
    await environments.find(work, environment);
    const id = randomUUID();
    const secret = randomBytes(32).toString('base64url');
    const sealed = seal(masterKey, secret, purposeOf(environment, id));
    const [newest] = await store.list(work.tx, environment);
    // Made later is newer, also where the clocks of two servers differ.
    const createdAt = new Date(
      Math.max(work.now.getTime(), (newest?.createdAt.getTime() ?? 0) + 1),
    );
    const row = { id, environment, sealed, createdAt, retiredAt: null };
    await store.insert(work.tx, row);
    await told(work, environment, 'secret-made', `Made the signing secret ${id}`);
    return row;
  }

  const first = (environment: string) => async (work: Work) => {
    if ((await valid(work, environment)).length === 0) await rotate(work, environment);
    return valid(work, environment);
  };

  return {
    rotate,

    /** Those that signatures may be made or checked with, newest first. The first is made when first asked for. */
    async listForSdk(environment: string): Promise<SdkSecret[]> {
      const known = await runner.read((reading) => valid(reading, environment));
      const rows = known.length > 0 ? known : await runner.write(system, first(environment));
      return rows.map((row) => ({
        id: row.id,
        secret: open(row),
        createdAt: row.createdAt.toISOString(),
      }));
    },

    async list(reading: Reading, environment: string): Promise<SigningSecret[]> {
      await environments.find(reading, environment);
      return store.list(reading.tx, environment);
    },

    /** Ends a secret: what was signed with it no longer counts. The newest stays. */
    async retire(work: Work, environment: string, id: string): Promise<void> {
      await environments.find(work, environment);
      const rows = await store.list(work.tx, environment);
      const row = rows.find((each) => each.id === id);
      if (row === undefined) {
        throw new Problem('not-found', `There is no signing secret ${id} in ${environment}`);
      }
      if (row === rows[0]) {
        throw new Problem('conflict', `${id} is the newest signing secret. Make another one first`);
      }
      if (row.retiredAt !== null) return;
      await store.retire(work.tx, environment, id, work.now);
      await told(work, environment, 'secret-retired', `Retired the signing secret ${id}`);
    },

    /** Throws in words if secrets were encrypted under another key. */
    async verify(reading: Reading): Promise<void> {
      const [lost] = await closed(reading);
      if (lost !== undefined) {
        throw new StartProblem(
          `The master key is not the one that the signing secrets in this database are encrypted under (${lost.id} of ${lost.environment} does not open). Put the right key back; if it is lost, say “switchyard secrets forget”`,
        );
      }
    },

    /** Retires the secrets whose key is lost. Others are made when they are asked for. */
    async forget(work: Work): Promise<SigningSecret[]> {
      const lost = await closed(work);
      for (const { environment, id } of lost) {
        await store.retire(work.tx, environment, id, work.now);
        await told(work, environment, 'secret-retired', `Gave up the signing secret ${id}`);
      }
      return lost.map(({ sealed: _, ...secret }) => secret);
    },
  };
}

export type Secrets = ReturnType<typeof createSecrets>;

async function valid(reading: Reading, environment: string): Promise<store.Row[]> {
  const rows = await store.list(reading.tx, environment);
  return rows.filter(({ retiredAt }) => retiredAt === null);
}

const purposeOf = (environment: string, id: string) => `signing-secret:${environment}:${id}`;

async function told(work: Work, environment: string, action: string, title: string) {
  await deployLog.record(work, { kind: 'audit', action, title, environment });
  work.announce({ kind: 'secrets-changed', environment });
}
