import { existsSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { type Config, readConfig } from '../config.ts';
import type { Database } from '../platform/database/database.ts';
import { openDatabase } from '../platform/database/open.ts';
import * as meta from '../platform/meta.ts';
import { type Actor, createRunner, type Runner, type Work } from '../platform/work.ts';
import { exit, Failure } from './exit.ts';
import type { Io } from './io.ts';

/** The server's own database, for commands on its machine. */
export interface Host {
  readonly config: Config;
  readonly database: Database;
  readonly runner: Runner;
  /** Does it in the name of whoever runs the command. */
  write<T>(run: (work: Work) => Promise<T>): Promise<T>;
}

/** Opens the configured database for one command. `make` allows for one that is not there; `alone` for no server beside. */
export async function withDatabase<T>(
  io: Io,
  run: (host: Host) => Promise<T>,
  { make = false, alone = false } = {},
): Promise<T> {
  const config = make ? readConfig(io.environment) : existing(io);
  const database = await openDatabase(config.database, { alone });
  try {
    await database.write((tx) => meta.initialise(tx));
    const runner = createRunner({ database, clock: () => new Date(), announce: () => {} });
    return await run({
      config,
      database,
      runner,
      write: (work) => runner.write(actor(), work),
    });
  } finally {
    await database.close();
  }
}

/** The configuration of a database that is there. */
export function existing(io: Io): Config {
  const config = readConfig(io.environment);
  const { database } = config;
  if ('file' in database && !existsSync(database.file)) {
    throw new Failure(
      exit.refused,
      `There is no database ${database.file}. Set SWITCHYARD_DATABASE to the server’s`,
    );
  }
  return config;
}

function actor(): Actor {
  const name = userName();
  return { kind: 'host', id: name, name: `${name} on ${hostname()}` };
}

/** In containers, users often have a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.()}`;
  }
}
