import type { ServerResponse } from 'node:http';
import type { RequestFlags } from './evaluation.ts';

export interface Counting {
  /** Whether requests, failures and milliseconds are counted, for each arm of a release. They are, unless this is false. */
  readonly count?: boolean;
}

/** Counts a request when its answer is sent, or given up: whoever waited in vain waited for at least so long. */
export function countAnswer(flags: RequestFlags, response: ServerResponse): void {
  const began = performance.now();
  response.once('close', () => countRequest(flags, began, response.statusCode));
}

/** As the server knows them: `request`, with its milliseconds, and `request.error`. */
export function countRequest(flags: RequestFlags, began: number, status: number): void {
  flags.track('request', performance.now() - began);
  if (status >= 500) flags.track('request.error');
}
