import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { urlOf } from './platform/address.ts';
import { openDatabase } from './platform/database/open.ts';
import * as meta from './platform/meta.ts';
import { createLog } from './platform/request-log.ts';
import { StartProblem } from './platform/start-problem.ts';
import { fileOf, readFiles, type StaticFiles } from './platform/static-files.ts';
import { loadMasterKey } from './secrets/master-key.ts';

/** How long requests may take to finish when the server is told to stop. */
const PATIENCE_MS = 10_000;

/** Opens everything and listens. Throws in words if something is in the way. */
export async function start(config: Config) {
  const clock = () => new Date();
  const log = createLog(config.log, clock, process.stdout);
  const report = createLog('pretty', clock, process.stderr);
  const masterKey = loadMasterKey(config.masterKey);
  const database = await openDatabase(config.database, { alone: true });
  let stopStreams = () => {};
  let stopTelling = async () => {};
  try {
    await database.write((tx) => meta.initialise(tx));
    const server = createApp({
      ...config,
      database,
      clock,
      masterKey,
      files: adminUi(),
      stream: { most: config.maxStreams },
      log,
      telemetry: config.telemetry,
      report: (error) => report('failed', { error: error instanceof Error ? error.stack : error }),
    });
    stopStreams = server.streams.close;
    stopTelling = server.telemetry.stop;
    await server.runner.read(server.secrets.verify);
    await server.telemetry.start();
    const http = createAdaptorServer({ fetch: server.app.fetch }) as Server;
    // Longer than proxies usually keep a connection: then they never use one that was just closed.
    http.keepAliveTimeout = 75_000;
    const port = await listen(http, config);
    server.courier.start();
    server.trainClock.start();
    server.sweeper.start();

    return {
      runner: server.runner,
      url: config.publicUrl ?? urlOf(config.host, port),
      /** Takes no more requests, lets those under way finish, and closes the database. */
      async close(): Promise<void> {
        const finished = finish(http);
        stopStreams();
        await finished;
        await server.trainClock.stop();
        await server.sweeper.stop();
        await server.courier.stop();
        await stopTelling();
        await database.close();
      },
    };
  } catch (error) {
    stopStreams();
    await stopTelling();
    await database.close();
    throw error;
  }
}

function listen(http: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: 'another program uses it. Stop that one, or set PORT to another',
        EACCES: 'this user may not use it. Set PORT to one above 1023',
        EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one it has',
        ENOTFOUND: 'there is no such host. Set HOST to an address of this machine',
      };
      const why = reasons[code ?? ''] ?? message;
      reject(new StartProblem(`The server cannot listen on port ${port} of ${host}: ${why}`));
    });
    http.listen(port, host, () => resolve((http.address() as { port: number }).port));
  });
}

function finish(http: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose request has just been answered is idle only then.
    const idle = setInterval(() => http.closeIdleConnections(), 50);
    const patience = setTimeout(() => http.closeAllConnections(), PATIENCE_MS);
    http.close(() => {
      clearInterval(idle);
      clearTimeout(patience);
      resolve();
    });
  });
}

/** The admin UI as it was built: beside this package in the repository, or within it. */
function adminUi(): StaticFiles {
  for (const place of ['../../admin-ui/dist', '../public']) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(folder)) return readFiles(folder);
  }
  const words = 'The admin UI is not built: run “npm run build”. The API is at /api/docs.';
  return new Map([['/index.html', fileOf(Buffer.from(words), '.html')]]);
}
