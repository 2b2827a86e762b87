import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsFor } from '../steps/demo-database.mjs';
import { run } from '../steps/run.mjs';
import { Failure } from '../steps/say.mjs';
import { answering, freePort, startService } from '../steps/services.mjs';

const program = 'server/bin/switchyard.js';

/** A server process on an SQLite file of its own, with one switch in one guarded environment. */
export async function startYard({ plan, guard }) {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-detect-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...settingsFor(join(folder, 'switchyard.db')),
    SWITCHYARD_LOG: 'off',
    PORT: String(port),
  };
  const command = (...args) => run(process.execPath, [program, ...args], { env });

  const content = {
    environments: [
      {
        key: 'production',
        policy: { plan, guard },
        sdkKeys: [{ name: 'Web', kind: 'server' }],
        file: { switches: [{ key: 'novelty', config: { state: 'off' } }] },
      },
    ],
  };
  await writeFile(join(folder, 'seed.json'), JSON.stringify(content));
  const { keys } = JSON.parse(await command('seed', join(folder, 'seed.json'), '--json'));
  const token = await command('token', 'create', 'Detect', '--role', 'admin', '--database');
  const server = startService('server', [program, 'serve'], { env });
  await Promise.all([server.says(/is listening on/), answering(server, `${url}/healthz`)]);

  return {
    url,
    key: keys[0].secret,
    /** Calls the admin API, in the environment. */
    async call(method, path, body) {
      const response = await fetch(`${url}/api/environments/production/${path}`, {
        method,
        headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Failure(`${method} ${path}: ${await response.text()}`);
      return response.json();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
