/** What a command ends with. Scripts rely on these numbers. */
export const exit = {
  ok: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  conflict: 4,
  forbidden: 5,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];

/** Why a command did not do what it was asked, for people; and with `details`, for programs. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: Exit;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(exit: Exit, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.exit = exit;
    this.details = details;
  }
}
