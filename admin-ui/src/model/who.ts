import type { Session } from '../api-types.ts';

/** The id that the log and the train know us by. */
export const ownId = ({ person, token }: Session): string => person?.id ?? token?.id ?? '';
