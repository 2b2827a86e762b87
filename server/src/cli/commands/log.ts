import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Line } from '../../deploy-log/entry.ts';
import type { Verification } from '../../releases/verification.ts';
import { createApi, path, query } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { follow } from '../follow.ts';
import { type AddCommands, type Common, type Io, paint, say, table } from '../io.ts';

const FOLLOW_MS = 2000;
const MOST = 200;

interface Options extends Common {
  readonly environment?: string;
  readonly app?: string;
  readonly kind?: string;
  readonly text?: string;
  readonly switch?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly follow?: true;
}

interface Page {
  readonly entries: readonly Line[];
  readonly next?: number;
}

export const addLog: AddCommands = (program, io) => {
  program
    .command('log')
    .description('The deploy log, newest last')
    .option('-e, --environment <key>', 'only this environment')
    .option('--app <name>', 'only this application')
    .addOption(
      new Option('--kind <kind>', 'audit: who changed what about access; all: everything').choices([
        'config',
        'code',
        'note',
        'audit',
        'all',
      ]),
    )
    .option('--text <text>', 'only entries with this in them')
    .option('--switch <key>', 'only releases that changed this switch')
    .option('--actor <id>', 'only what this person or token did')
    .option('--from <time>', 'only since then, such as 2026-12-01T09:00:00Z')
    .option('--to <time>', 'only until then')
    .option('-n, --limit <number>', 'how many', countOf, 20)
    .option('-f, --follow', 'go on with what happens')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const page = pageOf(io, options);
      const first = await page(options.limit);
      const entries = first.entries.toReversed();
      if (!options.follow) return say(io, options, first, listed(io, entries));
      const tell = (each: Line) =>
        io.out(`${options.json ? JSON.stringify(each) : listed(io, [each], false)}\n`);
      for (const each of entries) tell(each);
      const latest = async () => (await page(MOST)).entries;
      const wait = () => pause(FOLLOW_MS);
      for await (const each of follow(entries.at(-1)?.seq ?? 0, latest, wait)) tell(each);
    });

  program
    .command('note <text>')
    .description('Write a note into the deploy log. It stays: leave out what is private')
    .option('-e, --environment <key>', 'where it belongs; else to all environments')
    .option('--app <name>', 'the application it is about')
    .action(async (text: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common & { environment?: string; app?: string }>();
      const { environment, app } = options;
      const draft = { text, environment, app };
      const entry = await createApi(io, options).call<Line>('POST', path('log', 'notes'), draft);
      say(io, options, entry, [`Noted, as entry ${entry.seq}`]);
    });

  program
    .command('erase <value>')
    .description('Forget a user key or e-mail wherever the deploy log refers to it, for good')
    .action(async (value: string, _, command: Command) => {
      const options = command.optsWithGlobals<Common>();
      const api = createApi(io, options);
      const done = await api.call<{ erased: boolean }>('POST', path('log', 'erase'), { value });
      const words = done.erased ? 'Erased' : 'The deploy log does not refer to it';
      say(io, options, done, [words]);
    });

  program
    .command('verify')
    .description('Recompute the hash chain of the deploy log')
    .option('--database', 'of the database on this machine, without a server')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Common & { database?: true }>();
      const verification = options.database
        ? await (await import('../on-host.ts')).verifyDatabase(io)
        : await createApi(io, options).call<Verification>('GET', path('log', 'verify'));
      const { ok, entries, head, problems, skipped } = verification;
      if (!ok) throw new Failure(exit.refused, problems.join('\n'), { ...verification });
      const end = head === null ? '' : `; the last is ${head.seq} with the hash ${head.hash}`;
      say(io, options, verification, [
        `The deploy log is whole: ${entries} entries${end}`,
        ...skipped.map((each) => `not checked: ${each}`),
      ]);
    });
};

function pageOf(io: Io, options: Options): (limit: number) => Promise<Page> {
  const { environment, app, kind, text, actor, from, to } = options;
  const filter = { environment, app, kind, search: text, switch: options.switch, actor, from, to };
  // Who follows hears of ends as they come.
  const fold = options.follow ? 'false' : undefined;
  const api = createApi(io, options);
  return (limit) => api.call('GET', path('log') + query({ ...filter, fold, limit }));
}

function listed(io: Io, entries: readonly Line[], withHead = true): string[] {
  if (entries.length === 0) return ['No entries'];
  const rows = entries.map((each) => [
    String(each.seq),
    each.at.slice(0, 16).replace('T', ' '),
    each.environment ?? '',
    each.release === undefined ? '' : `#${each.release}`,
    each.deploy?.by ?? each.actor.name,
    [each.title, each.reason && `(${each.reason})`, ended(io, each), undone(io, each)]
      .filter(Boolean)
      .join(' '),
  ]);
  const lines = table(['entry', 'when', 'where', 'release', 'who', 'what'], rows);
  return withHead ? lines : lines.slice(1);
}

function ended(io: Io, { outcome, isRunning }: Line): string {
  if (isRunning) return paint(io, 'yellow', '… under way');
  if (outcome === undefined) return '';
  const isBad = outcome.action === 'fail' || outcome.action === 'abort';
  return paint(io, isBad ? 'red' : 'green', `… ${outcome.title}`);
}

const undone = (io: Io, { rolledBackBy }: Line) =>
  rolledBackBy === undefined ? '' : paint(io, 'yellow', `rolled back by #${rolledBackBy}`);

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
}
