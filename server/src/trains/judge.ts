import type { Verdict } from './commands.ts';

/** What to do with what rolls out in an environment, going by what was measured. */
export type Judge = (environment: string) => Verdict | Promise<Verdict>;
