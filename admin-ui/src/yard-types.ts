import type { InferRequestType, InferResponseType } from 'hono/client';
import type { Received, Release } from './api-types.ts';
import type { api } from './client.ts';

type OfEnvironment = (typeof api)['environments'][':environment'];
type OfTrain = OfEnvironment['train'];
type OfChanges = OfEnvironment['changes'];
type Member<List> = List extends readonly (infer Each)[] ? Each : never;

export type Yard = Received<InferResponseType<OfTrain['$get'], 200>>;
export type YardGroup = Member<Yard['groups']>;
export type Rider = Member<YardGroup['riders']>;
export type Blocker = Member<YardGroup['blockers']>;
export type Hold = Member<Yard['holds']>;
export type Rollout = NonNullable<Yard['rollout']>;
export type Actor = YardGroup['driver'];
export type Mark = NonNullable<Rider['mark']>;

/** What people do to a train. */
export type Command = Readonly<InferRequestType<OfTrain['$post']>['json']>;
type CommandTo<Do extends Command['do']> = Extract<Command, { do: Do }>;
export type Place = NonNullable<CommandTo<'board'>['place']>;
export type Schedule = NonNullable<CommandTo<'board'>['at']>;
export type Override = Member<NonNullable<CommandTo<'depart'>['overrides']>>;

/** A proposed set of edits, which can ride the train. What a release did to a thing is a `Change`. */
export type Proposal = Received<InferResponseType<OfChanges[':number']['$get'], 200>>;
export type ProposalSummary = Member<
  Received<InferResponseType<OfChanges['$get'], 200>>['changes']
>;
export type Status = Proposal['status'];
export type Conflict = Member<Proposal['conflicts']>;
export type NewProposal = InferRequestType<OfChanges['$post']>['json'];
export type ProposalEdit = InferRequestType<OfChanges[':number']['$patch']>['json'];
export type Choice = Member<
  NonNullable<InferRequestType<OfChanges[':number']['rebase']['$post']>['json']['take']>
>;

/** What publishing comes to: a release, live or rolling out; or a change that waits. */
export type Published =
  | Release
  | Received<InferResponseType<OfEnvironment['releases']['$post'], 202>>;
