export type { Arm, EvaluationContext, Json, Resolution, Trace } from '@switchyard/core';
export { type Client, createClient } from './client.ts';
export type { Evaluation, Explanation, RequestFlags } from './evaluation.ts';
export type { EventName, Events, Listener, Readiness, Source } from './events.ts';
export type { ClientOptions } from './options.ts';
export type { OverrideCookieOptions } from './override-cookie.ts';
export type { Overrides } from './overrides.ts';
export { type ProblemCode, SwitchyardError } from './problem.ts';
export type { UserTokenOptions } from './user-token.ts';
