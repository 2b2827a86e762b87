const statusOf = {
  malformed: 400,
  unauthenticated: 401,
  'invalid-token': 401,
  forbidden: 403,
  'not-found': 404,
  'not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  invalid: 422,
  'too-many': 429,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof statusOf;

/** A refusal the caller can act on. Anything else that is thrown is a bug and becomes a 500. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  /** What a program can act on: `problems`, `difference`, … */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.extra = extra;
  }

  get status() {
    return statusOf[this.code];
  }
}
