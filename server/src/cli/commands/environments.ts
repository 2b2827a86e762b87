import { type Command, Option } from 'commander';
import type { Policy, PublishRole } from '../../environments/service.ts';
import { roles } from '../../platform/roles.ts';
import { createApi, path } from '../api.ts';
import { type AddCommands, type Common, say, table } from '../io.ts';

interface Shown {
  readonly key: string;
  readonly name: string;
  readonly release: number;
  readonly policy: Policy;
}

interface Options extends Common {
  readonly name?: string;
  readonly publish?: PublishRole;
  readonly confirm?: true;
  readonly database?: true;
}

export const addEnvironments: AddCommands = (program, io) => {
  const group = program.command('environment').description('List and make environments');

  group
    .command('list')
    .description('The environments you may view')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const found = await createApi(io, options).call<Shown[]>('GET', path('environments'));
      const rows = found.map(({ key, name, release, policy }) => [
        key,
        release === 0 ? '–' : `#${release}`,
        policy.publish,
        name,
      ]);
      const head = ['key', 'release', 'publishes', 'name'];
      say(io, options, found, rows.length === 0 ? ['No environments'] : table(head, rows));
    });

  group
    .command('create <key>')
    .description('Make an environment')
    .option('--name <name>')
    .addOption(
      new Option('--publish <role>', 'the least role that publishes directly').choices(
        roles.filter((role) => role !== 'viewer'),
      ),
    )
    .option('--confirm', 'the admin UI asks before it publishes')
    .option('--database', 'in the database on this machine, without a server')
    .action(async (key: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { name, publish, confirm } = options;
      const draft = { key, name: name ?? key, policy: { publish, confirm } };
      const made: Shown = options.database
        ? await (await import('../on-host.ts')).createEnvironment(io, draft)
        : await createApi(io, options).call<Shown>('POST', path('environments'), draft);
      say(io, options, made, [`Made the environment ${made.key} (${made.name})`]);
    });
};
