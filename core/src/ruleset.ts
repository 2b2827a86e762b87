import type { Condition } from './conditions/index.ts';
import type { Json } from './json.ts';

export interface Variant {
  /** Any key but `on` and `off`, which every switch has by itself. */
  readonly key: string;
  readonly value: Json;
}

export interface Weighted {
  /** A variant of the switch, or `on` or `off`. */
  readonly variant: string;
  /** Integer thousandths of a percent. The weights of a split sum to 100,000. */
  readonly weight: number;
}

/** `on` serves the default variant. */
export type Serve =
  | 'on'
  | 'off'
  | { readonly variant: string }
  | {
      readonly split: readonly Weighted[];
      /** The attribute whose value is the unit; the targeting key unless given. */
      readonly by?: string;
    };

export interface Rule {
  /** Unique within its switch; stays with the rule through edits, so that metrics can refer to it. */
  readonly id: string;
  readonly name?: string;
  /** All must hold. A rule without conditions holds for everybody. */
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** Another switch that must be active, or must serve this very variant. */
export interface Requirement {
  readonly switch: string;
  readonly variant?: string;
}

export type State = 'off' | 'conditional' | 'on';

/** A switch in one environment: everything evaluation reads. Its key is where it is kept. */
export interface Switch {
  readonly state: State;
  /** Used when conditional; the first rule whose conditions all hold decides. */
  readonly rules: readonly Rule[];
  /** Empty for a plain on/off switch, whose values are `true` and `false`. */
  readonly variants: readonly Variant[];
  /** What `on` serves; the first variant unless given. */
  readonly defaultVariant?: string;
  /** What units are hashed with; the switch's key unless given. */
  readonly salt?: string;
  readonly requires: readonly Requirement[];
  /** Whether browsers are told of this switch. */
  readonly clientSide: boolean;
}

/** A named set of conditions, all of which must hold. Segments do not nest. */
export interface Segment {
  readonly name?: string;
  readonly description?: string;
  readonly conditions: readonly Condition[];
}

/** The people who build the product. */
export interface InternalUsers {
  /** Targeting keys. */
  readonly users: readonly string[];
  /** Compared without regard to ASCII case. */
  readonly emails: readonly string[];
  /** What stands behind the `@` of an e-mail: `example.com`. Subdomains are not included. */
  readonly domains: readonly string[];
  /** CIDR ranges or single addresses, IPv4 and IPv6. */
  readonly ranges: readonly string[];
}

/** A group that end users join by themselves. Who is in it is data about people, kept elsewhere. */
export interface Cohort {
  readonly title: string;
  readonly description?: string;
  readonly feedbackUrl?: string;
  /** Whether it may be joined now. Closing stops joining only. */
  readonly open: boolean;
  /** The largest number of members. */
  readonly cap?: number;
  /** RFC 3339; joining ends then. */
  readonly endsAt?: string;
}

/** Everything an environment's SDKs need in order to decide on their own. Keys are unique per kind. */
export interface Ruleset {
  readonly switches: Readonly<Record<string, Switch>>;
  readonly segments: Readonly<Record<string, Segment>>;
  readonly cohorts: Readonly<Record<string, Cohort>>;
  readonly internalUsers: InternalUsers;
}

export const emptyRuleset: Ruleset = {
  switches: {},
  segments: {},
  cohorts: {},
  internalUsers: { users: [], emails: [], domains: [], ranges: [] },
};
