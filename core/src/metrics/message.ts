/** Users are hashed into so many bins, alike in both arms: what one user does stays in one bin. */
export const BINS = 128;

/** The two arms that are so by chance, in the order in which they are counted. */
export const comparedArms = ['canary', 'control'] as const;

/** Everybody who does something is in one of these groups. Only canary and control are compared. */
export const groups = [...comparedArms, 'chosen', 'none'] as const;
export type Group = (typeof groups)[number];

/** What is compared of an event while a release rolls out. The same for every SDK and both arms. */
export interface Measure {
  /** Who had it at least once. */
  readonly users?: boolean;
  /** Its values too. Without the thresholds, which are frozen for a release, only their logarithms. */
  readonly values?: { readonly slow?: number; readonly cap?: number };
}

/** By event. */
export type Measures = Readonly<Record<string, Measure>>;

/** A release that is rolling out, as far as it is measured. It arrives with the candidate. */
export interface Trial {
  /** The candidate's: what is counted belongs to it. */
  readonly salt: string;
  /** Counted from 0. */
  readonly stage: number;
  readonly measures: Measures;
}

/** What switches with a split are compared by, for as long as the salt is the same. */
export interface Experiments {
  readonly salt: string;
  readonly events: readonly string[];
}

/** Everything since the last message, of both arms alike. Numbers have three decimals at most. */
export interface MetricsMessage {
  readonly minutes: readonly MinuteReport[];
  readonly trials: readonly TrialReport[];
  readonly experiments?: ExperimentsReport;
  /** How much had to be forgotten because it could not be sent for too long, or there was too much of it. */
  readonly dropped: number;
}

/** What happened in one minute of the SDK's clock, by event. For graphs, and for what both arms suffer. */
export interface MinuteReport {
  /** Since 1970. */
  readonly minute: number;
  readonly events: Readonly<Record<string, EventTotals>>;
}

export interface EventTotals {
  /** How often, and the sum of its values. */
  readonly totals: Readonly<Partial<Record<Group, readonly [count: number, sum: number]>>>;
  /** How often a value fell into a bucket, by `bucketOf`. */
  readonly histogram?: Readonly<Record<string, number>>;
}

/** What happened in one stage of a release. */
export interface TrialReport {
  readonly salt: string;
  readonly stage: number;
  readonly exposed: UsersReport;
  /** By event; those of which nothing new is to be told are left out. */
  readonly events: Readonly<Record<string, EventReport>>;
}

/** `sample` is a share, a power of 1/2, of all arms together: hashes below this part of the whole range. */
type Sampled<T> = T & { readonly sample: number };

/** Users not told of before, as 16 hex digits; only those whose hash is in the sample. */
export type UsersReport = Sampled<{
  readonly canary: readonly string[];
  readonly control: readonly string[];
}>;

export interface EventReport {
  readonly canary: SumsReport;
  readonly control: SumsReport;
  readonly users?: UsersReport;
}

/** Per bin: how often, and of its values the sum of ln x, how many were slow, and the sum up to the cap. */
export interface SumsReport {
  readonly n: readonly number[];
  readonly typical?: readonly number[];
  readonly slow?: readonly number[];
  readonly mean?: readonly number[];
}

/** Users not told of before: by run of a split, and by the events that runs are compared by. */
export interface ExperimentsReport {
  readonly salt: string;
  readonly variants: Readonly<Record<string, VariantsReport>>;
  readonly events: Readonly<Record<string, Sampled<{ readonly users: readonly string[] }>>>;
}

export type VariantsReport = Sampled<{
  readonly users: Readonly<Record<string, readonly string[]>>;
}>;
