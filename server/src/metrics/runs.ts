import type { Weighted } from '@switchyard/core';

/** A split as it has been for some time, under the name that `runsOf` of core gives it. */
export interface Run {
  readonly switch: string;
  readonly rule: string;
  readonly split: readonly Weighted[];
  readonly startedAt: string;
  /** Of whose users there are; the smallest share that any SDK has had. */
  readonly sample: number;
  /** The same of the users who had an event; all, unless said otherwise. */
  readonly samples: Readonly<Record<string, number>>;
}

export type Runs = Readonly<Record<string, Run>>;
