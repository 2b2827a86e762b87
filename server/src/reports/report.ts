import type { Experiments, MetricsMessage } from '@switchyard/core';

/** What one running SDK says now and then. */
export interface Report {
  /** Random per process. */
  readonly instance: string;
  /** Grows by one with every report of the instance. */
  readonly sequence: number;
  readonly app?: string | undefined;
  readonly version?: string | undefined;
  readonly position?: string | undefined;
  /** What its key sees. */
  readonly channel?: 'live' | 'princess' | undefined;
  /** Whether it is the last one: the process ends. */
  readonly leaves?: boolean | undefined;
  /** Switches asked for since the last report. */
  readonly asked: readonly string[];
  /** How often keys were asked for that the ruleset does not define. */
  readonly unknown: Readonly<Record<string, number>>;
  /** What happened, to the arms of a release alike. */
  readonly metrics?: MetricsMessage | undefined;
}

/** What an SDK is told in return. */
export interface Answer {
  readonly experiments: Experiments;
}
