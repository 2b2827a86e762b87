export type { EvaluationContext, Json } from '@switchyard/core';
export { createClient } from './client.ts';
export type {
  Bootstrap,
  Client,
  ClientOptions,
  Events,
  Explanation,
  Readiness,
  UserToken,
  You,
} from './options.ts';
