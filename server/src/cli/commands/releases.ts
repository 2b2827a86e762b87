import type { Command } from 'commander';
import { createApi, path } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, say } from '../io.ts';
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

  command('rollback <release>', 'Undo exactly what one release changed')
    .option('--preview', 'only say what would change')
    .action(async (release: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { environment, reason, preview } = options;
      const address = path('environments', environment, 'releases', numberOf(release), 'rollback');
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

function numberOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Failure(exit.usage, `“${text}” is not the number of a release, such as 17`);
}
