import { z } from '@hono/zod-openapi';
import type { Answer } from './call.ts';
import type { DeliveryRow } from './store.ts';

/** What becomes of a delivery. */
export interface Verdict {
  readonly status: DeliveryRow['status'];
  readonly words: string;
  /** When to try once more. */
  readonly retryMs?: number;
}

/** How long to wait after each attempt; after the last one there is no other. */
const pausesMs = [1, 5, 15, 30, 60, 120, 180, 300].map((seconds) => seconds * 1000);
const MOST_LETTERS = 500;

const Said = z.object({ status: z.enum(['done', 'failed']), words: z.string().optional() });

export function afterAnswer(row: DeliveryRow, { status, text }: Answer): Verdict {
  const words = `It answered ${status}`;
  if (status >= 200 && status < 300) return afterSuccess(row, text, words);
  if (status >= 300 && status < 400) {
    return { status: 'failed', words: `${words}: redirects are not followed` };
  }
  if (status >= 500 || status === 408 || status === 429) return afterFailure(row, words);
  return { status: 'failed', words };
}

export function afterFailure({ attempts }: DeliveryRow, words: string): Verdict {
  const retryMs = pausesMs[attempts - 1];
  if (retryMs === undefined) return { status: 'failed', words: `${words}, ${attempts} times` };
  return { status: 'waiting', words: `${words}; tried again in ${retryMs / 1000} s`, retryMs };
}

function afterSuccess({ entry }: DeliveryRow, text: string, words: string): Verdict {
  // A test asks for nothing.
  if (entry === null) return { status: 'done', words };
  const said = Said.safeParse(parsed(text));
  if (!said.success)
    return { status: 'taken', words: `${words}; what comes of it is not reported yet` };
  return { status: said.data.status, words: said.data.words?.slice(0, MOST_LETTERS) || words };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
