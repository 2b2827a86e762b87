/** What an environment's SDKs can see has a number that grows, within the life of one database: its epoch. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** Reads `epoch:seq`; undefined if it is something else. */
export function parsePosition(text: unknown): Position | undefined {
  const [, epoch, digits] = typeof text === 'string' ? (layout.exec(text) ?? []) : [];
  const seq = Number(digits);
  return epoch !== undefined && Number.isSafeInteger(seq) ? { epoch, seq } : undefined;
}

const layout = /^([\w-]{1,64}):(0|[1-9]\d*)$/;

/** Negative if `a` is older; undefined if they are of different epochs, which have no order. */
export const comparePositions = (a: Position, b: Position): number | undefined =>
  a.epoch === b.epoch ? a.seq - b.seq : undefined;
