import { type Command, InvalidArgumentError, Option } from 'commander';
import type { viewList, viewOne } from '../../trains/service.ts';
import { type Api, createApi, path, query } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, type Io, paint, say, table } from '../io.ts';
import { readJson } from './files.ts';
import { editOf, type Wanted, wanting } from './switches.ts';

type Change = Awaited<ReturnType<typeof viewOne>>;
type Page = Awaited<ReturnType<typeof viewList>>;

interface Options extends Common {
  readonly environment: string;
  readonly reason?: string;
}

export const addChanges: AddCommands = (program, io) => {
  const group = program
    .command('change')
    .description('Propose changes, look at them, approve them');
  const ofEnvironment = (usage: string, description: string) =>
    group.command(usage).description(description).requiredOption('-e, --environment <key>');

  ofEnvironment('list', 'Changes, newest first')
    .option('--status <status>', 'only some, such as open,aboard')
    .option('--author <id>', 'only what this person opened')
    .option('-n, --limit <number>', 'how many', Number, 50)
    .action(async (_, command: Command) => {
      const { environment, status, author, limit, ...common } = command.optsWithGlobals();
      const address = path('environments', environment, 'changes');
      const asked = query({ status, author, limit });
      const page = await createApi(io, common).call<Page>('GET', `${address}${asked}`);
      say(io, common, page, listed(page));
    });

  ofEnvironment('show <number>', 'One change, on top of what is live').action(
    async (number: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const change = await find(createApi(io, options), options.environment, number);
      say(io, options, change, shown(io, change));
    },
  );

  wanting(ofEnvironment('open', 'Propose a change: of one switch, or of what a file says'))
    .requiredOption('--title <title>')
    .option('--description <text>')
    .option('--switch <key>', 'the switch to change, by the options above')
    .option('--edits <file>', 'a JSON file with a list of edits, as the API takes them')
    .option('--requires <app@version...>', 'code that has to be there first', requirementOf)
    .option('--link <url...>', 'where it is discussed')
    .option('--board', 'let it board the train, too')
    .addHelpText(
      'after',
      '\nExample:\n  switchyard change open -e production --title "Checkout for 10 %" --switch checkout --percentage 10 --board',
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<OpenOptions>();
      const api = createApi(io, options);
      const address = path('environments', options.environment, 'changes');
      const change = await api.call<Change>('POST', address, await draftOf(api, options));
      say(io, options, change, shown(io, change));
    });

  ofEnvironment('approve <number>', 'Approve a change as it is now')
    .option('--hash <hash>', 'only if this is still its content, as "show --json" tells it')
    .action(async (number: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options & { hash?: string }>();
      const api = createApi(io, options);
      const { contentHash } = await find(api, options.environment, number);
      const address = addressOf(options.environment, number, 'approval');
      const body = { contentHash: options.hash ?? contentHash };
      const change = await api.call<Change>('POST', address, body);
      say(io, options, change, shown(io, change));
    });

  ofEnvironment('revoke <number>', 'Take back your approval').action(
    async (number: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const address = addressOf(options.environment, number, 'approval');
      const change = await createApi(io, options).call<Change>('DELETE', address);
      say(io, options, change, shown(io, change));
    },
  );

  ofEnvironment('rebase <number>', 'Put a change on top of what is live')
    .addOption(
      new Option('--take <whose>', 'settles everything that is disputed').choices([
        'mine',
        'theirs',
      ]),
    )
    .action(async (number: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options & { take?: 'mine' | 'theirs' }>();
      const api = createApi(io, options);
      const { version, conflicts } = await find(api, options.environment, number);
      const { take: use } = options;
      const take = use
        ? conflicts.map(({ kind, key, field }) => ({ kind, key, field, use }))
        : undefined;
      const address = addressOf(options.environment, number, 'rebase');
      const change = await api.call<Change>('POST', address, { version, take });
      say(io, options, change, shown(io, change));
    });

  ofEnvironment('withdraw <number>', 'Take a change back')
    .option('-r, --reason <text>')
    .action(async (number: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const address = addressOf(options.environment, number, 'withdraw');
      const body = { reason: options.reason };
      const change = await createApi(io, options).call<Change>('POST', address, body);
      say(io, options, change, shown(io, change));
    });
};

interface OpenOptions extends Options, Wanted {
  readonly title: string;
  readonly description?: string;
  readonly switch?: string;
  readonly edits?: string;
  readonly requires?: readonly { readonly app: string; readonly version: string }[];
  readonly link?: readonly string[];
  readonly board?: true;
}

async function draftOf(api: Api, options: OpenOptions) {
  const { title, description, requires, link = [], board } = options;
  return {
    title,
    description,
    requires,
    links: link.map((url) => ({ title: url, url })),
    edits: await editsOf(api, options),
    ...(board && { board: { how: 'plain' } }),
  };
}

async function editsOf(api: Api, options: OpenOptions): Promise<unknown> {
  if ((options.switch === undefined) === (options.edits === undefined)) {
    throw new Failure(
      exit.usage,
      'Say what to change: either --switch with its options, or --edits',
    );
  }
  if (options.edits !== undefined) return readJson(options.edits);
  return [(await editOf(api, options.switch as string, options)).edit];
}

function requirementOf(text: string, before: OpenOptions['requires'] = []) {
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError('It must be an application and its version, such as web@2.0.');
  }
  return [...before, { app: text.slice(0, at), version: text.slice(at + 1) }];
}

const addressOf = (environment: string, number: string, ...rest: string[]) =>
  path('environments', environment, 'changes', changeNumber(number), ...rest);

const find = (api: Api, environment: string, number: string) =>
  api.call<Change>('GET', addressOf(environment, number));

export function changeNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Failure(exit.usage, `“${text}” is not the number of a change, such as 12`);
}

function listed({ changes }: Page): string[] {
  const rows = changes.map((each) => [
    String(each.number),
    each.status,
    approvalsIn(each),
    each.author.name,
    each.title,
  ]);
  return rows.length === 0
    ? ['No changes']
    : table(['change', 'status', 'approved', 'author', 'title'], rows);
}

const approvalsIn = ({
  approvals,
  approvalsNeeded,
}: Pick<Change, 'approvals' | 'approvalsNeeded'>) => `${approvals.length}/${approvalsNeeded}`;

function shown(io: Io, change: Change): string[] {
  const { number, title, status, group, release, author } = change;
  const where = [
    status,
    group !== null && `group ${group}`,
    release !== null && `release ${release}`,
    `by ${author.name}`,
    `approved ${approvalsIn(change)}`,
  ].filter((each) => each !== false);
  const warned = [
    ...change.conflicts.map(({ key, field }) => `${key}: ${field} was changed meanwhile`),
    ...change.problems,
    ...change.waitsFor.map((each) => `waits for ${each}`),
    ...change.warnings,
  ];
  return [
    `Change ${number}: ${title}`,
    paint(io, 'dim', where.join(' · ')),
    ...change.changes.flatMap(({ key, words }) => words.map((each) => `  ${key}: ${each}`)),
    ...warned.map((each) => paint(io, 'yellow', `  note: ${each}`)),
  ];
}
