import type { Command } from 'commander';
import { createApi, path } from '../api.ts';
import { type AddCommands, type Common, say, table } from '../io.ts';

interface Options extends Common {
  readonly environment: string;
}

interface Hook {
  readonly id: string;
  readonly app: string;
  readonly url: string;
}

interface Delivery {
  readonly entry: number | null;
  readonly status: string;
  readonly attempts: number;
  readonly outcome: string;
  readonly createdAt: string;
}

export const addHooks: AddCommands = (program, io) => {
  const group = program
    .command('hooks')
    .description('Rollback hooks: where deploy tools are asked to roll code back');
  const command = (usage: string, words: string) =>
    group.command(usage).description(words).requiredOption('-e, --environment <key>');
  const address = ({ environment }: Options, ...rest: string[]) =>
    path('environments', environment, 'hooks', ...rest);

  command('list', 'The hooks of an environment').action(async (_, self: Command) => {
    const options = self.optsWithGlobals<Options>();
    const found = await createApi(io, options).call<{ hooks: Hook[] }>('GET', address(options));
    const rows = found.hooks.map(({ id, app, url }) => [id, app, url]);
    say(io, options, found, rows.length === 0 ? ['No hooks'] : table(['id', 'app', 'url'], rows));
  });

  command('create <app> <url>', 'Make the hook of an application; prints its secret').action(
    async (app: string, url: string, _, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const api = createApi(io, options);
      const made = await api.call<{ secret: string }>('POST', address(options), { app, url });
      say(io, options, made, [made.secret]);
    },
  );

  command('test <id>', 'Call a hook to see whether it is there').action(
    async (id: string, _, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const asked = await createApi(io, options).call('POST', address(options, id, 'test'));
      say(io, options, asked, [`It is called. What came of it: switchyard hooks deliveries ${id}`]);
    },
  );

  command('deliveries <id>', 'The latest calls of a hook').action(
    async (id: string, _, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const api = createApi(io, options);
      const found = await api.call<{ deliveries: Delivery[] }>(
        'GET',
        address(options, id, 'deliveries'),
      );
      const rows = found.deliveries.map(({ createdAt, entry, status, attempts, outcome }) => [
        createdAt.slice(0, 16).replace('T', ' '),
        entry === null ? 'test' : String(entry),
        status,
        String(attempts),
        outcome,
      ]);
      const head = ['when', 'entry', 'status', 'tries', 'outcome'];
      say(io, options, found, rows.length === 0 ? ['It was never called'] : table(head, rows));
    },
  );

  command('remove <id>', 'Remove a hook').action(async (id: string, _, self: Command) => {
    const options = self.optsWithGlobals<Options>();
    await createApi(io, options).call('DELETE', address(options, id));
    say(io, options, { removed: id }, [`Removed the hook ${id}`]);
  });
};
