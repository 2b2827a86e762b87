import { type Command, InvalidArgumentError, Option } from 'commander';
import type { tokenOf } from '../../access/schemas.ts';
import { type Grants, type Role, roles } from '../../platform/roles.ts';
import type { Channel, Kind } from '../../sdk-keys/service.ts';
import { createApi, path } from '../api.ts';
import { type AddCommands, type Common, say, table } from '../io.ts';

const kinds: readonly Kind[] = ['server', 'browser'];
const channels: readonly Channel[] = ['live', 'princess'];

type ShownToken = ReturnType<typeof tokenOf>;
interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly channel: string;
  readonly hint: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

export const addAccess: AddCommands = (program, io) => {
  const token = program.command('token').description('API tokens, for scripts and this command');
  const key = program.command('key').description('SDK keys, for applications');

  token
    .command('create <name>')
    .description('Make an API token. It may do no more than you')
    .requiredOption(
      '--role <role...>',
      'a role everywhere, such as viewer; or in one environment: production=developer',
      addRole,
      {},
    )
    .option('--expires <when>', 'after so many days, such as 90d, or at a time', timeOf)
    .option('--database', 'in the database on this machine, without a server')
    .action(async (name: string, _, command: Command) => {
      const { role, expires, database, ...common } = command.optsWithGlobals<
        Common & { role: Grants; expires?: Date; database?: true }
      >();
      const made = database
        ? await (await import('../on-host.ts')).createToken(io, {
            name,
            roles: role,
            ...(expires && { expiresAt: expires }),
          })
        : await createApi(io, common).call<{ token: ShownToken; secret: string }>(
            'POST',
            path('tokens'),
            { name, roles: role, expiresAt: expires?.toISOString() },
          );
      say(io, common, made, [made.secret]);
    });

  token
    .command('list')
    .description('Your API tokens')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const found = await createApi(io, options).call<ShownToken[]>('GET', path('tokens'));
      const rows = found.map((each) => [
        each.id,
        each.name,
        Object.entries(each.roles)
          .map(([where, role]) => (where === '*' ? role : `${where}=${role}`))
          .join(' '),
        each.revokedAt ? 'revoked' : (each.expiresAt?.slice(0, 10) ?? 'never'),
        each.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      ]);
      say(io, options, found, table(['id', 'name', 'roles', 'expires', 'last used'], rows));
    });

  token
    .command('revoke <id>')
    .description('End an API token, and those made with it')
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      await createApi(io, options).call('DELETE', path('tokens', id));
      say(io, options, { id }, [`Revoked ${id}`]);
    });

  key
    .command('create <name>')
    .description('Make an SDK key')
    .requiredOption('-e, --environment <key>')
    .addOption(
      new Option('--kind <kind>', 'server keys are secret, browser keys are public')
        .choices(kinds)
        .default('server'),
    )
    .addOption(
      new Option('--channel <channel>', 'princess keys see what is checked before others get it')
        .choices(channels)
        .default('live'),
    )
    .option('--database', 'in the database on this machine, without a server')
    .action(async (name: string, _, command: Command) => {
      const { environment, kind, channel, database, ...common } = command.optsWithGlobals<
        Common & { environment: string; kind: Kind; channel: Channel; database?: true }
      >();
      const draft = { name, kind, channel };
      const made = database
        ? await (await import('../on-host.ts')).createKey(io, environment, draft)
        : await createApi(io, common).call<{ key: ShownKey; secret: string }>(
            'POST',
            path('environments', environment, 'keys'),
            draft,
          );
      const { id, hint } = made.key;
      const answer = { key: { id, environment, ...draft, hint }, secret: made.secret };
      say(io, common, answer, [made.secret]);
    });

  key
    .command('list')
    .description('The SDK keys of an environment')
    .requiredOption('-e, --environment <key>')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common & { environment: string }>();
      const address = path('environments', options.environment, 'keys');
      const found = await createApi(io, options).call<ShownKey[]>('GET', address);
      const rows = found.map((each) => [
        each.id,
        each.hint,
        each.revokedAt ? 'revoked' : each.kind,
        each.channel,
        each.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
        each.name,
      ]);
      say(io, options, found, table(['id', 'key', 'kind', 'channel', 'last used', 'name'], rows));
    });

  key
    .command('revoke <id>')
    .description('End an SDK key. What is connected with it is cut')
    .requiredOption('-e, --environment <key>')
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common & { environment: string }>();
      const { environment } = options;
      await createApi(io, options).call('DELETE', path('environments', environment, 'keys', id));
      say(io, options, { id }, [`Revoked ${id}`]);
    });
};

function addRole(text: string, before: Grants): Grants {
  const [where, role] = text.includes('=') ? text.split('=') : ['*', text];
  if (where === undefined || where === '' || !roles.includes(role as Role)) {
    throw new InvalidArgumentError(
      `It must be one of ${roles.join(', ')}, or one of them in an environment: production=developer.`,
    );
  }
  return { ...before, [where]: role as Role };
}

function timeOf(text: string): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const time = days === undefined ? Date.parse(text) : Date.now() + Number(days) * 86_400_000;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError(
      'It must be days, such as 90d, or a time: 2030-01-31T12:00:00Z.',
    );
  }
  return new Date(time);
}
