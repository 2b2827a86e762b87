/** What went wrong: for programs. The message is for people. */
export type ProblemCode =
  /** The server refuses the key or does not know the address. Retried every 2.5 to 5 minutes. */
  | 'refused'
  /** No answer, or not the one asked for. Retried with growing pauses. */
  | 'unreachable'
  /** Streams do not get through; polling instead. */
  | 'stream-blocked'
  /** The server, the disk or `bootstrap` handed out a ruleset that cannot be trusted. The last good one stays. */
  | 'bad-data'
  /** The snapshot on disk could not be read or written. */
  | 'disk'
  /** `identify` threw or gave no context. */
  | 'identify'
  /** One of the application's own listeners threw. */
  | 'listener'
  /** `track` was given a name that is none. Told once. */
  | 'track'
  /** No user token can be made: thrown by `userToken`. */
  | 'user-token'
  /** No cookie that forces switches can be made: thrown by `overrideCookie`. */
  | 'override-cookie'
  /** The server does not take reports. */
  | 'reports';

export class SwitchyardError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SwitchyardError';
    this.code = code;
  }
}

export type Report = (problem: SwitchyardError) => void;

/** What can be said of anything that was thrown. */
export function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  // A refused connection that was tried on several addresses has no message of its own.
  const { code } = thrown as { code?: unknown };
  return thrown.message || String(code ?? thrown.name);
}

/** What was thrown, as a problem. */
export const problemOf = (thrown: unknown, code: ProblemCode = 'unreachable'): SwitchyardError =>
  thrown instanceof SwitchyardError ? thrown : new SwitchyardError(code, wordsOf(thrown), thrown);
