import type { Condition } from '../conditions/index.ts';

/** The middle of "a user who … ". */
export const describeCondition = (condition: Condition): string => condition.type;
