import type { InferResponseType } from 'hono/client';
import type { Policy, PolicyEdit, Received } from './api-types.ts';
import type { api } from './client.ts';

type OfEnvironment = (typeof api)['environments'][':environment'];
type Member<List> = List extends readonly (infer Each)[] ? Each : never;

export type Guard = NonNullable<Policy['guard']>;
export type Metric = Member<Guard['metrics']>;
export type MetricKind = Metric['kind'];

export type Evidence = Received<
  InferResponseType<OfEnvironment['releases'][':number']['evidence']['$get'], 200>
>;
export type Measured = Member<Evidence['measured']>;
export type View = Member<Member<NonNullable<Evidence['verdict']>['metrics']>['views']>;
export type ArmRate = View['canary'];

/** What can be seen before it starts. */
export type Sight = Received<InferResponseType<OfEnvironment['visible']['$get'], 200>>;
export type PlanAndGuard = Required<Pick<PolicyEdit, 'plan' | 'guard'>>;
