import type { Difference } from './api-types.ts';

/** A refusal as the server words it, or that it could not be reached. `message` can be shown as it is. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Of a conflict: what the other person changed, next to what was asked for. */
  readonly difference: readonly Difference[];

  constructor(status: number, body: Partial<Refusal> & { detail?: string }) {
    super(body.detail ?? unworded(status));
    this.status = status;
    this.code = body.code ?? 'internal';
    this.problems = body.problems ?? [];
    this.difference = body.difference ?? [];
  }
}

/** Tells the app that nobody is signed in any more. */
export const signedOut = new EventTarget();

/** Calls the admin API; a refusal is thrown as a `Refusal`. */
export async function call<Result>(method: string, path: string, json?: unknown): Promise<Result> {
  const response = await fetch(path, {
    method,
    ...(json !== undefined && {
      body: JSON.stringify(json),
      headers: { 'content-type': 'application/json' },
    }),
  }).catch(() => undefined);
  if (response === undefined) throw new Refusal(0, { code: 'unreachable' });
  if (response.status === 204) return undefined as Result;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body as Result;
  // A wrong password and a used-up link are 401 too, and sign nobody out.
  const isSignIn = path.startsWith(pathOf('session'));
  if (response.status === 401 && !isSignIn) signedOut.dispatchEvent(new Event('signed-out'));
  throw new Refusal(response.status, body);
}

export const pathOf = (...parts: (string | number)[]) =>
  `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

/** What to tell people of anything that was thrown. */
export const messageOf = (thrown: unknown) =>
  thrown instanceof Error ? thrown.message : String(thrown);

const unworded = (status: number) =>
  status === 0
    ? 'The server cannot be reached. Check your connection; nothing was changed.'
    : `The server answered ${status} without saying why.`;
