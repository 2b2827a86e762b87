/**
 * A place in the sequence of an environment's memberships: `epoch:seq`, and `epoch-start:seq` for whoever is
 * fetching all of them and began when the sequence stood at `start`.
 */
export interface Position {
  readonly epoch: string;
  readonly start?: number | undefined;
  readonly seq: number;
}

export const written = ({ epoch, start, seq }: Position) =>
  `${epoch}${start === undefined ? '' : `-${start}`}:${seq}`;

export function read(text: string): Position | undefined {
  const [, epoch, start, seq] = layout.exec(text) ?? [];
  if (epoch === undefined) return undefined;
  return { epoch, start: start === undefined ? undefined : Number(start), seq: Number(seq) };
}

const layout = /^([a-z0-9]{1,64})(?:-(\d{1,15}))?:(\d{1,15})$/;
