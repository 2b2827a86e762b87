import type { Json } from './json.ts';

/** Why a switch was served as it was; OpenFeature's words. */
export type Reason =
  | 'STATIC'
  | 'TARGETING_MATCH'
  | 'SPLIT'
  | 'DEFAULT'
  | 'DISABLED'
  | 'STALE'
  | 'ERROR';

export type ErrorCode =
  | 'FLAG_NOT_FOUND'
  | 'TARGETING_KEY_MISSING'
  | 'GENERAL'
  | 'PROVIDER_NOT_READY';

/** The outcome of evaluating one switch for one context. */
export interface Resolution {
  /** Whether anything but off was served. */
  readonly active: boolean;
  /** `on`, `off`, or the key of a variant; absent when there is no such switch. */
  readonly variant?: string;
  /** The variant's value; `true` and `false` for a plain switch; absent when a switch with variants is off. */
  readonly value?: Json;
  readonly reason: Reason;
  /** The rule that decided, if one did. */
  readonly ruleId?: string;
  readonly errorCode?: ErrorCode;
}
