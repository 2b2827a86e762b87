import type { Cohort, InternalUsers, Json, Ruleset, Segment, Switch } from '@switchyard/core';
import type { InferRequestType, InferResponseType } from 'hono/client';
import type { StatusCode } from 'hono/utils/http-status';
import type { JSONValue } from 'hono/utils/types';
import type { api } from './client.ts';

/** JSON knows no `undefined`: what may be missing is missing. */
export type Received<T> = JSONValue extends T
  ? Json
  : T extends object
    ? { readonly [Name in keyof T]: Received<Exclude<T[Name], undefined>> }
    : T;
type Answer<Endpoint, Status extends StatusCode> = Received<InferResponseType<Endpoint, Status>>;

type Endpoints = typeof api;
type OfEnvironment = Endpoints['environments'][':environment'];
type OfRelease = OfEnvironment['releases'][':number'];

export type Session = Answer<Endpoints['session']['$get'], 200>;
export type Roles = Session['roles'];
export type Role = Roles[string];
export type Person = Answer<Endpoints['people']['$get'], 200>[number];
export type SignInLink = Answer<Endpoints['people'][':id']['link']['$post'], 201>;
export type Token = Answer<Endpoints['tokens']['$get'], 200>[number];

export type Environment = Answer<Endpoints['environments']['$get'], 200>[number];
export type Policy = Environment['policy'];
export type PolicyEdit = NonNullable<InferRequestType<OfEnvironment['$patch']>['json']['policy']>;
/** What is in a ruleset is core's to say. */
export interface EnvironmentState
  extends Omit<InferResponseType<OfEnvironment['ruleset']['$get'], 200>, 'ruleset' | 'things'> {
  readonly ruleset: Ruleset;
  readonly things: {
    readonly switches: Versioned<StoredSwitch>;
    readonly segments: Versioned<Segment>;
    readonly cohorts: Versioned<Cohort>;
    readonly internalUsers: InternalUsers & { readonly version: number };
  };
}
type Versioned<Thing> = Readonly<Record<string, Thing & { readonly version: number }>>;
export type UnknownSwitch = Answer<OfEnvironment['unknown']['$get'], 200>[number];
type OfCohort = OfEnvironment['cohorts'][':cohort']['members'];
export type Membership = Answer<OfCohort['$get'], 200>['members'][number];
export type SdkKey = Answer<OfEnvironment['keys']['$get'], 200>[number];
export type SigningSecret = Answer<OfEnvironment['secrets']['$get'], 200>[number];

export type SwitchSummary = Answer<Endpoints['switches']['$get'], 200>[number];
export type SwitchDetails = Answer<Endpoints['switches'][':key']['$get'], 200>;
export type Metadata = Pick<
  SwitchSummary,
  'name' | 'description' | 'owner' | 'tags' | 'kind' | 'expiresAt'
>;
export type Stale = SwitchSummary['stale'][string];
export type Experiment = Answer<OfEnvironment['switches'][':key']['experiment']['$get'], 200>;
export type ComparedSplit = Experiment['splits'][number];
export type ComparedVariant = ComparedSplit['variants'][number];
export type SwitchKind = Metadata['kind'];
export type StoredSwitch = Switch & { readonly archived?: true; readonly killed?: true };

export type Edit = InferRequestType<OfEnvironment['releases']['$post']>['json']['edits'][number];
export type ThingKind = Edit['kind'];
export type Release = Answer<OfRelease['$get'], 200>;
export type Change = Release['changes'][number];
export type Preview = Answer<OfEnvironment['releases']['$post'], 200>;
export type RollbackPreview = Answer<OfRelease['rollback']['$get'], 200>;

export type BackPreview = Answer<OfEnvironment['rollback']['$get'], 200>;

export type EntryDetails = Answer<Endpoints['log'][':seq']['$get'], 200>;
export type Entry = Omit<EntryDetails, 'parts'>;
export type Part = NonNullable<EntryDetails['parts']>[number];
export type Verification = Answer<Endpoints['log']['verify']['$get'], 200>;

export type DeploySummary = Answer<Endpoints['deploys']['summary']['$get'], 200>;
export type BadgeSettings = Answer<Endpoints['settings']['badge']['$get'], 200>;
export type Fleet = Answer<OfEnvironment['fleet']['$get'], 200>;
export type FleetApp = Fleet['apps'][number];
export type Instance = FleetApp['instances'][number];
export type Hook = Answer<OfEnvironment['hooks']['$get'], 200>['hooks'][number];
type OfHook = OfEnvironment['hooks'][':id'];
export type Delivery = Answer<OfHook['deliveries']['$get'], 200>['deliveries'][number];

type OfMetrics = OfEnvironment['metrics'];
export type KnownEvents = Answer<OfMetrics['$get'], 200>;
export type EventHistory = Answer<OfMetrics[':event']['$get'], 200>;
