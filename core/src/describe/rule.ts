import type { Rule, Serve } from '../ruleset.ts';

export const describeServe = (serve: Serve): string => JSON.stringify(serve);
export const describeRule = (rule: Rule): string => rule.id;
