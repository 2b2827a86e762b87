// How long the server takes for the yard with 500 changes aboard, a page of changes, and a page of the log with
// 50,000 entries. Over the whole application, but for the socket. Run by `npm run bench yard`.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertToken } from '../src/access/store.ts';
import { createApp } from '../src/app.ts';
import * as deployLog from '../src/deploy-log/service.ts';
import * as environments from '../src/environments/service.ts';
import { hashOf, newBearer } from '../src/platform/bearer.ts';
import { migrations } from '../src/platform/database/age.ts';
import { openSqlite } from '../src/platform/database/sqlite.ts';
import * as meta from '../src/platform/meta.ts';
import type { Actor, Runner } from '../src/platform/work.ts';
import * as releases from '../src/releases/service.ts';
import * as trains from '../src/trains/service.ts';

const [SWITCHES, CHANGES, ENTRIES, ROUNDS] = [1_000, 500, 50_000, 25];
const actor: Actor = { kind: 'person', id: 'bench', name: 'Bench' };
const by = { ...actor, role: 'admin' } as const;
const environment = 'production';
const grants = { '*': 'admin' } as const;
const keyOf = (at: number) => `team-${at % 7}:feature-${at}`;

const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'));
const database = openSqlite(join(folder, 'bench.db'), join(migrations, 'sqlite'));
try {
  await database.write((tx) => meta.initialise(tx));
  const { app, runner, streams } = createApp({
    database,
    clock: () => new Date(),
    masterKey: Buffer.alloc(32, 7),
    trusted: { hops: 0 },
    files: new Map(),
    log: () => {},
    report: (error) => console.error(error),
  });
  await fill(runner);
  const authorization = `Bearer ${await tokenFor(runner)}`;
  const measure = async (name: string, path: string) => {
    const times: number[] = [];
    let size = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const response = await app.request(path, { headers: { authorization } });
      size = (await response.text()).length;
      times.push(performance.now() - start);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    }
    times.sort((one, other) => one - other);
    const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1).padStart(7);
    console.log(
      `${name.padEnd(52)} median ${at(0.5)} ms  p95 ${at(0.95)} ms  ${Math.round(size / 1024)} kB`,
    );
  };
  console.log(`\n${SWITCHES} switches, ${CHANGES} changes aboard, ${ENTRIES} entries in the log:`);
  const base = `/api/environments/${environment}`;
  await measure('the yard', `${base}/train`);
  await measure('a page of changes', `${base}/changes?status=open,aboard`);
  await measure('one change', `${base}/changes/250`);
  await measure('a page of the log', '/api/log');
  await measure(
    'a page of the log of one environment, with audit',
    `/api/log?environment=${environment}&kind=all`,
  );
  streams.close();
} finally {
  await database.close();
  rmSync(folder, { recursive: true });
}

async function fill(runner: Runner): Promise<void> {
  await runner.write(actor, async (work) => {
    await environments.create(work, {
      key: environment,
      name: 'Production',
      policy: { approvals: 1, isPrincessRequired: true },
    });
    const edits = Array.from({ length: SWITCHES }, (_, at) => ({
      kind: 'switch' as const,
      key: keyOf(at),
      set: {
        state: 'conditional',
        rules: [
          { id: 'a', conditions: [{ type: 'internal-users' }], serve: 'on' },
          { id: 'b', conditions: [{ type: 'percentage', thousandths: 5_000 }], serve: 'on' },
        ],
      },
    }));
    await releases.publish(work, environment, { edits, grants });
  });
  await runner.write(actor, async (work) => {
    for (let at = 0; at < CHANGES; at++) {
      await trains.open(work, environment, by, {
        title: `Change ${at}`,
        edits: [{ kind: 'switch', key: keyOf(at), set: { state: at % 2 === 0 ? 'on' : 'off' } }],
        place: { how: 'plain' },
      });
    }
  });
  await runner.write(actor, async (work) => {
    for (let at = 0; at < ENTRIES; at++) {
      await deployLog.record(work, {
        kind: at % 3 === 0 ? 'code' : at % 3 === 1 ? 'note' : 'audit',
        action: 'bench',
        environment,
        title: `Entry ${at} of many`,
      });
    }
  });
}

async function tokenFor(runner: Runner): Promise<string> {
  const secret = newBearer('syt_', 256);
  await runner.write(actor, ({ tx, now }) =>
    insertToken(tx, {
      id: randomUUID(),
      hash: hashOf(secret),
      name: 'bench',
      roles: grants,
      personId: null,
      parentId: null,
      createdBy: 'bench',
      createdAt: now,
      expiresAt: null,
      lastUsedAt: now,
      revokedAt: null,
    }),
  );
  return secret;
}
