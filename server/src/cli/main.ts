import { run } from './run.ts';

/** The command line, on this process. Resolves with the exit code. */
export async function main(): Promise<number> {
  // Whoever reads has had enough: `switchyard log | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return run(process.argv.slice(2), {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
  });
}
