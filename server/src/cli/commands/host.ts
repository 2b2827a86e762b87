import type { Command } from 'commander';
import * as people from '../../access/people.ts';
import * as signIn from '../../access/sign-in.ts';
import { readConfig } from '../../config.ts';
import { urlOf } from '../../platform/address.ts';
import { backup } from '../backup.ts';
import { type Host, withDatabase } from '../host.ts';
import { type AddCommands, type Common, say } from '../io.ts';
import { seed } from '../seed.ts';
import { serve } from '../serve.ts';
import { readJson } from './files.ts';

export const addHost: AddCommands = (program, io) => {
  program
    .command('serve')
    .description('Run the server. Settings are environment variables: docs/configuration.md')
    .option('--print-link', 'print a one-time link that signs an administrator in')
    .option('--port <port>', 'instead of PORT')
    .option('--host <address>', 'instead of HOST')
    .action(async ({ printLink, port, host }: ServeOptions) => {
      const config = readConfig({
        ...io.environment,
        ...(port !== undefined && { PORT: port }),
        ...(host !== undefined && { HOST: host }),
      });
      await serve(io, config, { printLink });
    });

  program
    .command('backup <file>')
    .description('Copy the database to a new file, while the server runs')
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const made = await withDatabase(io, (host) => backup(host, file));
      say(io, options, made, [
        `Wrote ${made.file}: ${made.entries} entries of the deploy log, whose chain is whole`,
        ...(made.masterKey === undefined
          ? []
          : [`Keep ${made.masterKey} as well, elsewhere: signing secrets are encrypted under it`]),
      ]);
    });

  program
    .command('seed <file>')
    .description('Fill a new database with environments, switches and SDK keys from a JSON file')
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const content = readJson(file);
      const made = await withDatabase(io, (host) => seed(host, content), {
        make: true,
        alone: true,
      });
      say(io, options, made, [
        `Made the environments ${made.environments.join(', ')}`,
        ...made.keys.map(
          ({ environment, kind, name, secret }) =>
            `${environment}  ${kind} key “${name}”  ${secret}`,
        ),
      ]);
    });

  program
    .command('admin')
    .description('Administrators, on the server’s own machine')
    .command('reset')
    .description('Print a one-time link that signs an administrator in, whatever was lost')
    .option('--email <email>', 'for this person, who becomes administrator of everything')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common & { email?: string }>();
      const { url, ...made } = await withDatabase(io, (host) => resetLink(host, options.email), {
        make: true,
      });
      say(io, options, { url, ...made }, [`For ${made.name}, once, within a day:`, url]);
    });
};

interface ServeOptions {
  readonly printLink?: true;
  readonly port?: string;
  readonly host?: string;
}

async function resetLink({ config, write }: Host, email?: string) {
  const { name, link } = await write(async (work) => {
    if (email === undefined && !(await people.hasPeople(work))) {
      return { name: 'the first administrator', link: await signIn.makeSetupLink(work) };
    }
    const person = await people.administrator(work, email);
    return { name: person.name, link: await signIn.makeLink(work, person.id) };
  });
  const url = signIn.urlOf(config.publicUrl ?? urlOf(config.host, config.port), link.token);
  return { name, url, expiresAt: link.expiresAt.toISOString() };
}
