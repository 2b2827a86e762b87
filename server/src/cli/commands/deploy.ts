import { type Command, InvalidArgumentError, Option } from 'commander';
import { createApi, path } from '../api.ts';
import { type AddCommands, type Common, type Io, paint, say } from '../io.ts';

interface Options extends Common {
  readonly environment: string;
  readonly app: string;
  readonly version: string;
  readonly id: string;
  readonly from?: string;
  readonly by?: string;
  readonly at?: string;
  readonly commits?: string;
  readonly count?: number;
  readonly author?: readonly string[];
  readonly link?: readonly Link[];
  readonly reason?: string;
}

interface Link {
  readonly title: string;
  readonly url: string;
}

interface Reported {
  readonly deploy: { readonly app: string; readonly version: string; readonly status: string };
  readonly warnings: readonly string[];
  readonly rolledBack: readonly number[];
}

const verbs = [
  ['start', 'start', 'A deploy begins'],
  ['finish', 'finish', 'A deploy is through: this version runs now'],
  ['fail', 'fail', 'A deploy came to nothing'],
  ['rolled-back', 'roll-back', 'A rollback is through: this version runs again'],
] as const;

export const addDeploys: AddCommands = (program, io) => {
  const group = program
    .command('deploy')
    .description('Report deploys of code, from CI. The same report again changes nothing');
  for (const [verb, event, words] of verbs) {
    reporting(group, verb, words).action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const report = { ...bodyOf(options), event };
      const reported = await createApi(io, options).call<Reported>('POST', path('deploys'), report);
      say(io, options, reported, linesOf(io, reported));
    });
  }
};

const reporting = (group: Command, verb: string, words: string) =>
  group
    .command(verb)
    .description(words)
    .requiredOption('-e, --environment <key>')
    .requiredOption('--app <name>', 'the application, as its SDKs call themselves')
    .requiredOption('--version <version>', 'the version that is deployed, or gone back to')
    .requiredOption('--id <id>', 'of the deploy: the same in all its reports, such as the CI run')
    .option('--from <version>', 'what ran before')
    .option('--by <name>', 'who deploys')
    .option('--at <time>', 'when, such as 2026-12-01T09:00:00Z')
    .option('--commits <range>', 'the first and last commit, such as a1b2c3..d4e5f6')
    .option('--count <number>', 'how many commits', countOf)
    .option('--author <name...>', 'who wrote them')
    .addOption(
      new Option('--link <title=url...>', 'the diff, the CI run').argParser(
        (text: string, known: readonly Link[] | undefined) => [...(known ?? []), linkOf(text)],
      ),
    )
    .option('-r, --reason <text>', 'why, for the deploy log');

function bodyOf(options: Options) {
  const { id, app, environment, version, from, by, at, commits, count, author, link, reason } =
    options;
  const [first, last] = commits?.split(/\.{2,3}/) ?? [];
  const range = { from: first, to: last, count, authors: author };
  const hasCommits = Object.values(range).some((each) => each !== undefined);
  return {
    ...{ id, app, environment, version, from, by, at, reason },
    links: link,
    ...(hasCommits && { commits: range }),
  };
}

function linesOf(io: Io, { deploy, warnings, rolledBack }: Reported): string[] {
  const { app, version, status } = deploy;
  return [
    paint(io, status === 'failed' ? 'red' : 'green', `${app} ${version}: ${status}`),
    ...warnings.map((each) => paint(io, 'yellow', `  note: ${each}`)),
    ...rolledBack.map((number) => paint(io, 'yellow', `  rolled back: release ${number}`)),
  ];
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function linkOf(text: string): Link {
  const at = text.indexOf('=');
  if (at > 0 && URL.canParse(text.slice(at + 1))) {
    return { title: text.slice(0, at), url: text.slice(at + 1) };
  }
  throw new InvalidArgumentError('It must be a title and an address: Diff=https://git.example.com');
}
