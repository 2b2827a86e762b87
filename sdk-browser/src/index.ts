export type { EvaluationContext, Json, Outcome } from '@switchyard/core';
export { type Client, type ClientOptions, createClient, type Events } from './client.ts';
