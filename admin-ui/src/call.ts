import type { ClientResponse } from 'hono/client';
import type { SuccessStatusCode } from 'hono/utils/http-status';
import type { Received } from './api-types.ts';

/** A refusal as the server words it, or that it could not be reached. `message` can be shown as it is. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** What a program can act on: `problems`, `blockers`, `current`, … */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, { code = 'internal', detail, ...extra }: RefusalBody) {
    super(detail ?? unworded(status));
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

interface RefusalBody {
  readonly code?: string;
  readonly detail?: string;
  readonly [name: string]: unknown;
}

/** Tells the app that nobody is signed in any more. */
export const signedOut = new EventTarget();

type Success<R, Status> =
  R extends ClientResponse<infer Body, infer S, string>
    ? S extends Status
      ? Received<Body>
      : never
    : never;

/** What the server answered to a call of the admin API; a refusal is thrown as a `Refusal`. */
export async function answered<
  R extends ClientResponse<unknown, number, string>,
  Status extends SuccessStatusCode = SuccessStatusCode,
>(calling: Promise<R>, _status?: Status): Promise<Success<R, Status>> {
  const response = await calling.catch(() => undefined);
  if (response === undefined) throw new Refusal(0, { code: 'unreachable' });
  const body = response.status === 204 ? undefined : await response.json().catch(() => ({}));
  if (response.ok) return body as Success<R, Status>;
  // A wrong password and a used-up link are 401 too, and sign nobody out.
  const isSignIn = /\/api\/session\b/.test(response.url);
  if (response.status === 401 && !isSignIn) signedOut.dispatchEvent(new Event('signed-out'));
  throw new Refusal(response.status, body as RefusalBody);
}

/** A number out of an address; what is none leads nowhere, and the server is not asked. */
export function numbered(number: number, refusal: string): number {
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Refusal(404, { code: 'not-found', detail: refusal });
}

/** What to tell people of anything that was thrown. */
export const messageOf = (thrown: unknown) =>
  thrown instanceof Error ? thrown.message : String(thrown);

const unworded = (status: number) =>
  status === 0
    ? 'The server cannot be reached. Check your connection; nothing was changed.'
    : `The server answered ${status} without saying why.`;
