import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { createApi, path } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, say } from '../io.ts';
import { outcomeLines } from '../outcome.ts';

interface Options extends Common {
  readonly environment: string;
  readonly mode?: 'merge' | 'replace';
  readonly reason?: string;
  readonly preview?: true;
}

export const addFiles: AddCommands = (program, io) => {
  program
    .command('export [file]')
    .description('Write everything in an environment into a file, or to the screen')
    .requiredOption('-e, --environment <key>')
    .action(async (file: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const address = path('environments', options.environment, 'export');
      const exported = await createApi(io, options).call<unknown>('GET', address);
      const text = `${JSON.stringify(exported, null, 2)}\n`;
      if (file === undefined) return io.out(text);
      write(file, text);
      say(io, options, { file }, [`Wrote ${options.environment} to ${file}`]);
    });

  program
    .command('import <file>')
    .description('Publish what a file holds, as one release')
    .requiredOption('-e, --environment <key>')
    .addOption(
      new Option(
        '--mode <mode>',
        'merge keeps what the file does not have; replace deletes it',
      ).choices(['merge', 'replace']),
    )
    .option('-r, --reason <text>', 'why, for the deploy log')
    .option('--preview', 'only say what would change')
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { environment, mode, reason, preview } = options;
      const body = { file: readJson(file), mode, reason, preview };
      const address = path('environments', environment, 'import');
      const outcome = await createApi(io, options).publish(address, body);
      say(io, options, outcome, outcomeLines(io, outcome));
    });
};

/** Reads a JSON file, or in words why not. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(exit.refused, `${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(exit.refused, `${file} is not valid JSON: ${(error as Error).message}`);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(exit.refused, `${file} cannot be written: ${(error as Error).message}`);
  }
}
