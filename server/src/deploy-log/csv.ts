import type { Line } from './entry.ts';

const columns = {
  entry: ({ seq }: Line) => String(seq),
  at: ({ at }: Line) => at,
  kind: ({ kind }: Line) => kind,
  environment: ({ environment }: Line) => environment,
  app: ({ app }: Line) => app,
  who: ({ actor, deploy }: Line) => deploy?.by ?? actor.name,
  action: ({ action }: Line) => action,
  what: ({ title }: Line) => title,
  reason: ({ reason }: Line) => reason,
  release: ({ release }: Line) => release?.toString(),
  outcome: ({ outcome, isRunning }: Line) => outcome?.title ?? (isRunning && 'under way'),
  'ended at': ({ outcome }: Line) => outcome?.at,
  seconds: ({ outcome }: Line) => outcome && String(Math.round(outcome.durationMs / 1000)),
  hash: ({ hash }: Line) => hash,
} as const;

export const head = rowOf(Object.keys(columns));

export const rowsOf = (lines: readonly Line[]): string =>
  lines.map((line) => rowOf(Object.values(columns).map((read) => read(line)))).join('');

function rowOf(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => quoted(harmless(cell ?? ''))).join(',')}\r\n`;
}

/** Spreadsheets carry out what begins like a formula. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
