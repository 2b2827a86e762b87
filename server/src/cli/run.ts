import { Command, CommanderError } from 'commander';
import { Problem } from '../platform/problem.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { version } from '../version.ts';
import { addAccess } from './commands/access.ts';
import { addChanges } from './commands/changes.ts';
import { addDeploys } from './commands/deploy.ts';
import { addEnvironments } from './commands/environments.ts';
import { addFiles } from './commands/files.ts';
import { addHooks } from './commands/hooks.ts';
import { addHost } from './commands/host.ts';
import { addLog } from './commands/log.ts';
import { addReleases } from './commands/releases.ts';
import { addSwitches } from './commands/switches.ts';
import { addTrain } from './commands/train.ts';
import { exit, Failure } from './exit.ts';
import { type Io, paint } from './io.ts';

/** Runs one command. Resolves with its exit code; whatever goes wrong is said on stderr. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const program = new Command('switchyard')
    .description('Feature flags that ship like deploys.')
    .option('--url <url>', 'the server (or SWITCHYARD_URL; http://localhost:4242 unless given)')
    .option('--token <token>', 'an API token (or SWITCHYARD_TOKEN)')
    .option('--json', 'answer JSON, for programs')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('Say --help behind a command for what it takes.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused, 2 wrong usage, 3 server not reachable, 4 conflict, 5 not permitted',
    )
    .exitOverride();
  // Behind a command it is that of the application that is deployed.
  if (args.length <= 1) program.version(version);
  for (const add of [
    addSwitches,
    addReleases,
    addChanges,
    addTrain,
    addDeploys,
    addHooks,
    addLog,
    addFiles,
    addEnvironments,
    addAccess,
    addHost,
  ]) {
    add(program, io);
  }
  for (const command of everyCommand(program))
    command.exitOverride().copyInheritedSettings(program);

  try {
    await program.parseAsync(args, { from: 'user' });
    return exit.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
    const failure = failureOf(error);
    io.err(
      program.opts().json
        ? `${JSON.stringify({ exit: failure.exit, detail: failure.message, ...failure.details })}\n`
        : `${paint(io, 'red', failure.message)}\n`,
    );
    return failure.exit;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof StartProblem) return new Failure(exit.refused, error.message);
  if (error instanceof Problem) {
    const { code, message, extra } = error;
    return new Failure(code === 'conflict' ? exit.conflict : exit.refused, message, {
      code,
      ...extra,
    });
  }
  throw error;
}

const everyCommand = (command: Command): Command[] =>
  command.commands.flatMap((each) => [each, ...everyCommand(each)]);
