/** One thing that is wrong: where, and in a sentence that names it and what would be right. */
export interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}
