import type { Command } from 'commander';
import type { Preview } from '../../releases/service.ts';
import { createApi, path, query } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, type Io, paint, say } from '../io.ts';
import { type Outcome, outcomeLines } from '../outcome.ts';

interface Options extends Common {
  readonly environment: string;
  readonly reason?: string;
  readonly preview?: true;
}

export const addReleases: AddCommands = (program, io) => {
  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .requiredOption('-e, --environment <key>')
      .option('-r, --reason <text>', 'why, for the deploy log');

  for (const [verb, words] of [
    ['kill', 'Turn a switch off for everybody, now and until it is revived'],
    ['revive', 'Lift a kill'],
  ] as const) {
    command(`${verb} <switch>`, words).action(async (key: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { environment, reason } = options;
      const address = path('environments', environment, 'switches', key, verb);
      const outcome = await createApi(io, options).publish(address, { reason });
      say(io, options, outcome, outcomeLines(io, outcome));
    });
  }

  command('rollback [release]', 'Undo exactly what one release changed, or go back to an entry')
    .option('--to-entry <number>', 'back to here: how everything was after an entry of the log')
    .option('--code', 'with --to-entry: code too, by the hooks of its deploy tools')
    .option('--preview', 'only say what would change')
    .action(async (release: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<BackOptions>();
      if ((release === undefined) === (options.toEntry === undefined)) {
        throw new Failure(exit.usage, 'Say which release is to be undone, or --to-entry');
      }
      if (options.toEntry !== undefined)
        return backTo(io, options, numberOf(options.toEntry, 'an entry'));
      if (options.code) throw new Failure(exit.usage, '--code goes with --to-entry');
      const { environment, reason, preview } = options;
      const number = numberOf(release as string);
      const address = path('environments', environment, 'releases', number, 'rollback');
      const api = createApi(io, options);
      const outcome = preview
        ? await api.call<Outcome>('GET', address)
        : await api.publish(address, { reason });
      say(io, options, outcome, outcomeLines(io, outcome));
    });

  command('restore <release>', 'Back to here: make everything as it was after a release')
    .option('--preview', 'only say what would change')
    .action(async (release: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { environment, reason, preview } = options;
      const address = path('environments', environment, 'restore');
      const body = { release: numberOf(release), reason, preview };
      const outcome = await createApi(io, options).publish(address, body);
      say(io, options, outcome, outcomeLines(io, outcome));
    });
};

interface BackOptions extends Options {
  readonly toEntry?: string;
  readonly code?: true;
}

interface Back {
  readonly config: Preview;
  readonly code: readonly { readonly words: string }[];
  readonly order: string;
  readonly entry?: number | null;
  readonly warnings?: readonly string[];
}

async function backTo(io: Io, options: BackOptions, entry: number): Promise<void> {
  const { environment, reason, preview, code = false } = options;
  const api = createApi(io, options);
  const address = path('environments', environment, 'rollback');
  const back = preview
    ? await api.call<Back>('GET', address + query({ entry, code: String(code) }))
    : await api.call<Back>('POST', address, { entry, code, reason });
  const isIdle = back.entry === null;
  say(io, options, back, [
    preview
      ? paint(io, 'dim', 'This would change:')
      : isIdle
        ? 'Nothing to change'
        : paint(io, 'green', `${environment}: back to entry ${entry}, as entry ${back.entry}`),
    ...back.config.changes.flatMap(({ key, words }) => words.map((each) => `  ${key}: ${each}`)),
    ...back.code.map(({ words }) => `  ${words}`),
    ...(back.order === 'config first' ? ['  config first: what is live needs code that goes'] : []),
    ...[...new Set([...back.config.warnings, ...(back.warnings ?? [])])].map((each) =>
      paint(io, 'yellow', `  note: ${each}`),
    ),
  ]);
}

function numberOf(text: string, of = 'a release'): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Failure(exit.usage, `“${text}” is not the number of ${of}, such as 17`);
}
