import type { Command } from 'commander';

/** What a command is given of the world. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
}

/** Options that every command takes. */
export interface Common {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** Says the outcome: as JSON to programs, else in lines to people. */
export function say(io: Io, { json }: Common, outcome: unknown, lines: readonly string[]): void {
  if (json) io.out(`${JSON.stringify(outcome, null, 2)}\n`);
  else if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
}

/** Columns of even width; the last one is as long as it is. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head.map((each) => each.toUpperCase()), ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

type Colour = 'dim' | 'red' | 'green' | 'yellow';
const codes = { dim: 2, red: 31, green: 32, yellow: 33 };

/** Colours for people who look at a terminal, and want them. */
export const paint = (io: Io, colour: Colour, text: string): string =>
  io.isTerminal && !io.environment.NO_COLOR ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;

/** Adds commands to the program. */
export type AddCommands = (program: Command, io: Io) => void;
