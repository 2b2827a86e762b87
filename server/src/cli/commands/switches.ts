import {
  describeRule,
  parsePercent,
  quickOf,
  type Rule,
  type Switch,
  withInternal,
  withPercentage,
} from '@switchyard/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Api, createApi, path } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, type Io, paint, say, table } from '../io.ts';
import { type Outcome, outcomeLines } from '../outcome.ts';

type Stored = Switch & { version: number; archived?: true; killed?: true };

interface Summary {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly kind: string;
  readonly environments: Readonly<Record<string, Stored>>;
  /** By environment, why it has probably done its work there. */
  readonly stale: Readonly<Record<string, { readonly says: string }>>;
}

/** `waiting`: where something is in the way for now. */
type Created = Summary & {
  readonly waiting?: readonly { readonly environment: string; readonly change: number }[];
};

export const addSwitches: AddCommands = (program, io) => {
  const group = program.command('switch').description('Look at switches, make and change them');

  group
    .command('list')
    .description('All switches, and how they stand')
    .option('-e, --environment <key>', 'only this environment')
    .option('--search <text>', 'only those with this in their key, name, owner or tags')
    .option('--stale', 'only those that have probably done their work, and why')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const { environment, search, stale } = options;
      const all = await createApi(io, options).call<Summary[]>('GET', path('switches'));
      const about = all.filter((each) => isAbout(each, search));
      const found = stale ? about.filter((each) => hintsOf(each, environment).length > 0) : about;
      const lines = stale ? stales(io, found, environment) : listed(found, environment);
      say(io, options, found, lines);
    });

  group
    .command('show <key>')
    .description('One switch: its rules in every environment')
    .option('-e, --environment <key>', 'only this environment')
    .action(async (key: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common & { environment?: string }>();
      const found = await createApi(io, options).call<Summary>('GET', path('switches', key));
      say(io, options, found, shown(io, found, options.environment));
    });

  group
    .command('create <key>')
    .description('Make a switch. It starts off')
    .option('--name <name>')
    .option('--description <text>')
    .option('--owner <owner>')
    .option('--tag <tag...>')
    .addOption(new Option('--kind <kind>').choices(['release', 'experiment', 'ops', 'permission']))
    .option('-e, --environment <key...>', 'where to make it; everywhere unless given')
    .option('--client-side', 'tell browsers of it')
    .option('-r, --reason <text>', 'why, for the deploy log')
    .action(async (key: string, _, command: Command) => {
      const { name, description, owner, tag, kind, environment, clientSide, reason, ...common } =
        command.optsWithGlobals();
      const created = await createApi(io, common).call<Created>('POST', path('switches'), {
        key,
        name,
        description,
        owner,
        tags: tag,
        kind,
        environments: environment,
        ...(clientSide && { config: { clientSide } }),
        reason,
      });
      const where = Object.keys(created.environments).join(', ') || 'no environment';
      const waiting = (created.waiting ?? []).map(
        (each) => `  it waits in ${each.environment}, as change ${each.change}`,
      );
      say(io, common, created, [`Made ${key}, off, in ${where}`, ...waiting]);
    });

  wanting(
    group
      .command('set <key>')
      .description('Change a switch in one environment')
      .requiredOption('-e, --environment <key>'),
  )
    .option('-r, --reason <text>', 'why, for the deploy log')
    .option('--base <version>', 'refuse if it has changed since this release', Number)
    .option('--preview', 'only say what would change')
    .addHelpText(
      'after',
      '\nExample:\n  switchyard switch set awesome -e production --state conditional --percentage 5 -r "first users"',
    )
    .action(async (key: string, _, command: Command) => {
      const options = command.optsWithGlobals<SetOptions>();
      const outcome = await set(createApi(io, options), key, options);
      say(io, options, outcome, outcomeLines(io, outcome));
    });
};

interface ListOptions extends Common {
  readonly environment?: string;
  readonly search?: string;
  readonly stale?: true;
}

/** What to make of a switch in one environment. */
export interface Wanted {
  readonly environment: string;
  readonly state?: Switch['state'];
  readonly percentage?: number;
  readonly internal?: 'on' | 'off';
  readonly clientSide?: 'on' | 'off';
  readonly base?: number;
}

interface SetOptions extends Common, Wanted {
  readonly reason?: string;
  readonly preview?: true;
}

async function set(api: Api, key: string, options: SetOptions): Promise<Outcome> {
  const { environment, reason, preview } = options;
  const { edit, note } = await editOf(api, key, options);
  const address = path('environments', environment, 'releases');
  const outcome = await api.publish(address, { edits: [edit], reason, preview });
  return note === undefined ? outcome : { ...outcome, note };
}

/** The options that say what to make of a switch. */
export const wanting = (command: Command): Command =>
  command
    .addOption(new Option('--state <state>').choices(['off', 'conditional', 'on']))
    .option('--percentage <percent>', 'for how many, such as 5 or 12.5', percentOf)
    .addOption(new Option('--internal <on|off>', 'for internal users').choices(['on', 'off']))
    .addOption(
      new Option('--client-side <on|off>', 'whether browsers are told of it').choices([
        'on',
        'off',
      ]),
    );

/** The edit that makes it so, on top of what is there. */
export async function editOf(api: Api, key: string, options: Wanted) {
  const { environment, state, clientSide } = options;
  const found = await api.call<Summary>('GET', path('switches', key));
  const current = found.environments[environment];
  if (current === undefined) {
    const where = Object.keys(found.environments).join(', ') || 'no environment you may view';
    throw new Failure(exit.refused, `There is no ${key} in ${environment}. It is in ${where}`);
  }
  const rules = withQuick(current.rules, options);
  const edit = {
    ...(state !== undefined && { state }),
    ...(clientSide !== undefined && { clientSide: clientSide === 'on' }),
    ...(rules !== current.rules && { rules }),
  };
  if (Object.keys(edit).length === 0 && !asksForRules(options)) {
    throw new Failure(
      exit.usage,
      'Say what to change: --state, --percentage, --internal or --client-side',
    );
  }
  const base = options.base ?? current.version;
  const isIdle = asksForRules(options) && (state ?? current.state) !== 'conditional';
  return {
    edit: { kind: 'switch', key, base, set: edit } as const,
    note: isIdle ? idle(key, environment, state ?? current.state) : undefined,
  };
}

const asksForRules = ({ percentage, internal }: Wanted) =>
  percentage !== undefined || internal !== undefined;

const idle = (key: string, environment: string, state: string) =>
  `${key} is ${state} in ${environment}: its rules count once it is conditional (--state conditional)`;

function withQuick(rules: readonly Rule[], { percentage, internal }: Wanted): readonly Rule[] {
  const withThem = internal === undefined ? rules : withInternal(rules, internal === 'on');
  return percentage === undefined ? withThem : withPercentage(withThem, percentage);
}

function percentOf(text: string): number {
  const thousandths = parsePercent(text);
  if (thousandths !== undefined) return thousandths;
  throw new InvalidArgumentError(
    'It must be a number from 0 to 100 with at most three decimals, such as 5 or 12.5.',
  );
}

const isAbout = ({ key, name, owner, tags }: Summary, text = '') =>
  [key, name, owner, ...tags].join('\n').toLowerCase().includes(text.toLowerCase());

function listed(found: readonly Summary[], only?: string): string[] {
  const keys = new Set(found.flatMap(({ environments }) => Object.keys(environments)));
  const environments = only === undefined ? [...keys].sort() : [only];
  const rows = found
    .filter((each) => only === undefined || each.environments[only] !== undefined)
    .map((each) => [
      each.key,
      ...environments.map((environment) => inShort(each.environments[environment])),
      each.name,
    ]);
  return rows.length === 0 ? ['No switches'] : table(['key', ...environments, 'name'], rows);
}

const hintsOf = ({ stale }: Summary, only?: string) =>
  Object.entries(stale).filter(([key]) => only === undefined || key === only);

function stales(io: Io, found: readonly Summary[], only?: string): string[] {
  if (found.length === 0) return ['No stale switches'];
  return found.flatMap((each) => [
    `${each.key}  ${paint(io, 'dim', each.owner)}`.trimEnd(),
    ...hintsOf(each, only).map(([key, { says }]) => `  ${key}: ${says}`),
  ]);
}

/** `conditional: internal, 5 %, 2 rules` */
function inShort(definition: Stored | undefined): string {
  if (definition === undefined) return '–';
  if (definition.archived) return 'archived';
  if (definition.killed) return 'killed';
  if (definition.state !== 'conditional') return definition.state;
  const { internal, percentage } = quickOf(definition.rules);
  const others = definition.rules.length - Number(internal) - Number(percentage !== undefined);
  const parts = [
    internal && 'internal',
    percentage !== undefined && `${percentage / 1000} %`,
    others > 0 &&
      `${others} ${internal || percentage !== undefined ? 'more ' : ''}rule${others > 1 ? 's' : ''}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'conditional' : `conditional: ${parts.join(', ')}`;
}

function shown(io: Io, found: Summary, only?: string): string[] {
  const environments = Object.entries(found.environments).filter(
    ([key]) => only === undefined || key === only,
  );
  const about = [found.kind, found.owner && `owner ${found.owner}`, ...found.tags];
  return [
    `${found.key}  ${found.name === found.key ? '' : found.name}`.trimEnd(),
    paint(io, 'dim', about.filter((each) => each !== '').join(' · ')),
    ...(found.description === '' ? [] : [found.description]),
    ...environments.flatMap(([key, definition]) => [
      '',
      `${key}: ${inShort(definition)}  ${paint(io, 'dim', `release ${definition.version}`)}`,
      ...definition.rules.map((rule, at) => `  ${at + 1}. ${describeRule(rule)}`),
      ...hintsOf(found, key).map(([, { says }]) => `  ${says}`),
    ]),
  ];
}
