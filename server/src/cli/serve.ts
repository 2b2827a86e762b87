import * as people from '../access/people.ts';
import * as signIn from '../access/sign-in.ts';
import type { Config } from '../config.ts';
import { start } from '../main.ts';
import type { Actor } from '../platform/work.ts';
import { version } from '../version.ts';
import type { Io } from './io.ts';

const host: Actor = { kind: 'host', id: 'serve', name: 'switchyard serve' };

/** Runs the server until the process is told to stop. */
export async function serve(
  io: Io,
  config: Config,
  { printLink = false }: { printLink?: boolean | undefined },
): Promise<void> {
  const server = await start(config);
  const asked = stopSignal();
  const place = 'file' in config.database ? config.database.file : 'PostgreSQL';
  io.out(`Switchyard ${version} is listening on ${server.url}\nIts data: ${place}\n`);

  const link = await server.runner.write(host, async (work) => {
    if (!(await people.hasPeople(work))) return signIn.makeSetupLink(work);
    if (!printLink) return undefined;
    const { id } = await people.administrator(work);
    return signIn.makeLink(work, id);
  });
  if (link !== undefined) {
    io.out(
      `Sign in with this link, once, within a day:\n${signIn.urlOf(server.url, link.token)}\n`,
    );
  }
  await asked;
  io.out('Stopping\n');
  await server.close();
}

/** Resolves at the first signal; the second ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(1);
        isAsked = true;
        resolve();
      });
    }
  });
}
