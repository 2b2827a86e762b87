import { SwitchyardError } from './problem.ts';

/** One of the environment's signing secrets. */
export interface Secret {
  readonly id: string;
  readonly secret: string;
}

/** Keeps the environment's signing secrets in memory, and nowhere else. */
export interface Secrets {
  keep(message: unknown): void;
  /** Newest first. */
  list(): readonly Secret[];
}

export function createSecrets(): Secrets {
  let kept: readonly Secret[] = [];
  return {
    keep(message) {
      const { secrets } = Object(message) as { secrets?: unknown };
      if (!Array.isArray(secrets) || !secrets.every(isSecret)) {
        throw new SwitchyardError(
          'bad-data',
          'The signing secrets cannot be read; the last ones stay',
        );
      }
      kept = secrets;
    },
    list: () => kept,
  };
}

const isSecret = (value: unknown): value is Secret => {
  const { id, secret } = Object(value) as Partial<Secret>;
  return typeof id === 'string' && typeof secret === 'string';
};
