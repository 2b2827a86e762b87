import type {
  Cohort,
  EvaluationContext,
  InternalUsers,
  Json,
  Resolution,
  Ruleset,
  Segment,
  Switch,
} from '@switchyard/core';

export type Role = 'viewer' | 'developer' | 'driver' | 'admin';
/** Roles by environment; `*` is all of them. */
export type Roles = Readonly<Record<string, Role>>;

export interface Session {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly hasPassword: boolean;
  } | null;
  readonly token: { readonly id: string; readonly name: string } | null;
  readonly roles: Roles;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: Roles;
  readonly hasPassword: boolean;
  readonly isDisabled: boolean;
  readonly createdAt: string;
  readonly lastSeenAt?: string;
}

export interface SignInLink {
  readonly url: string;
  readonly expiresAt: string;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly roles: Roles;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

export interface Policy {
  /** The least role that publishes directly. */
  readonly publish: Role;
  /** Whether the UI asks before it publishes. */
  readonly confirm: boolean;
}

export interface Environment {
  readonly key: string;
  readonly name: string;
  readonly release: number;
  readonly position: string;
  readonly policy: Policy;
  readonly createdAt: string;
  /** The role of whoever asks. */
  readonly role: Role;
}

export interface SdkKey {
  readonly id: string;
  readonly name: string;
  readonly kind: 'server' | 'browser';
  readonly hint: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

export interface SigningSecret {
  readonly id: string;
  readonly createdAt: string;
  readonly retiredAt?: string;
}

export type SwitchKind = 'release' | 'experiment' | 'ops' | 'permission';
export type StoredSwitch = Switch & { readonly archived?: true; readonly killed?: true };
/** A thing and the release that last changed it. */
export type Versioned<Thing> = Thing & { readonly version: number };

export interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly kind: SwitchKind;
  readonly expiresAt?: string;
}

export interface SwitchSummary extends Metadata {
  readonly key: string;
  readonly createdAt: string;
  readonly environments: Readonly<
    Record<string, Versioned<StoredSwitch> & { readonly lastAskedAt?: string }>
  >;
}

export interface SwitchDetails extends SwitchSummary {
  readonly requiredBy: Readonly<Record<string, readonly string[]>>;
}

export type ThingKind = 'switch' | 'segment' | 'cohort' | 'internal-users';

export interface Edit {
  readonly kind: ThingKind;
  readonly key: string;
  readonly base?: number;
  readonly set: Readonly<Record<string, unknown>> | null;
}

export interface Actor {
  readonly kind: 'person' | 'token' | 'host' | 'system';
  readonly id: string;
  readonly name: string;
}

export interface Change {
  readonly kind: ThingKind;
  readonly key: string;
  readonly before: Readonly<Record<string, Json>> | null;
  readonly after: Readonly<Record<string, Json>> | null;
  readonly words: readonly string[];
}

export interface Release {
  readonly environment: string;
  readonly number: number;
  readonly position: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly reason: string;
  readonly changes: readonly Change[];
  readonly reverts?: number;
  readonly rolledBackBy?: number;
  readonly entry: number;
  readonly checksum: string;
  readonly warnings?: readonly string[];
}

export interface Preview {
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

export interface RollbackPreview {
  readonly changes: readonly Change[];
  readonly kept: readonly {
    readonly kind: ThingKind;
    readonly key: string;
    readonly field: string;
    readonly words: string;
  }[];
  readonly nothing: boolean;
}

export interface EnvironmentState {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly ruleset: Ruleset;
  readonly things: {
    readonly switches: Readonly<Record<string, Versioned<StoredSwitch>>>;
    readonly segments: Readonly<Record<string, Versioned<Segment>>>;
    readonly cohorts: Readonly<Record<string, Versioned<Cohort>>>;
    readonly internalUsers: Versioned<InternalUsers>;
  };
}

export interface UnknownSwitch {
  readonly key: string;
  readonly count: number;
  readonly lastAskedAt: string;
}

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly kind: 'config' | 'code' | 'note' | 'audit';
  readonly environment?: string;
  readonly actor: Actor;
  readonly action: string;
  readonly title: string;
  readonly reason?: string;
  readonly release?: number;
  readonly reverts?: number;
  readonly rolledBackBy?: number;
  readonly changes?: readonly Change[];
  readonly hash: string;
  readonly previousHash: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string } | null;
  readonly problems: readonly string[];
}

export interface Status {
  readonly version: string;
  readonly startedAt: string;
  readonly sdkConnections: Readonly<Record<string, number>>;
}

/** One field that two people changed. */
export interface Difference {
  readonly kind: ThingKind;
  readonly key: string;
  readonly field: string;
  readonly base?: unknown;
  readonly theirs: unknown;
  readonly yours: unknown;
}

export type { EvaluationContext, Resolution };
