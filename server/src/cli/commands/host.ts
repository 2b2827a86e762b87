import type { Command } from 'commander';
import { type AddCommands, type Common, say } from '../io.ts';
import { readJson } from './files.ts';

const onHost = () => import('../on-host.ts');

export const addHost: AddCommands = (program, io) => {
  program
    .command('serve')
    .description('Run the server. Settings are environment variables: docs/configuration.md')
    .option('--print-link', 'print a one-time link that signs an administrator in')
    .action(async ({ printLink }: { printLink?: true }) => {
      await (await onHost()).serve(io, printLink);
    });

  program
    .command('backup <file>')
    .description('Copy the database to a new file, while the server runs')
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const made = await (await onHost()).backup(io, file);
      say(io, options, made, [
        made.entries === null
          ? `Wrote ${made.file}, not checked: it is of an older version`
          : `Wrote ${made.file}: ${made.entries} entries of the deploy log, which is whole`,
        ...(made.masterKey === null
          ? []
          : [`Keep ${made.masterKey} as well, elsewhere: signing secrets are encrypted under it`]),
      ]);
    });

  program
    .command('seed <file>')
    .description('Fill a new database with environments, switches and SDK keys from a JSON file')
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const made = await (await onHost()).seed(io, readJson(file));
      say(io, options, made, [
        `Made the environments ${made.environments.join(', ')}`,
        ...made.keys.map(
          ({ environment, kind, name, secret }) =>
            `${environment}  ${kind} key “${name}”  ${secret}`,
        ),
      ]);
    });

  program
    .command('secrets')
    .description('Signing secrets, on the server’s own machine')
    .command('forget')
    .description('Give up the signing secrets whose master key is lost. Applications get new ones')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const forgotten = await (await onHost()).forgetSecrets(io);
      say(io, options, forgotten, [
        ...forgotten.map(({ id, environment }) => `Gave up ${id} of ${environment}`),
        ...(forgotten.length === 0 ? ['The master key opens every signing secret'] : []),
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
      const made = await (await onHost()).resetAdministrator(io, options.email);
      say(io, options, made, [`For ${made.name}, once, within a day:`, made.url]);
    });
};
