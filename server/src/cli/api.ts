import { exit, Failure } from './exit.ts';
import type { Common, Io } from './io.ts';
import type { Outcome } from './outcome.ts';

const DEFAULT_URL = 'http://localhost:4242';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Calls a server's API. What it refuses, and a server that is not there, are Failures in words. */
export function createApi(io: Io, options: Common) {
  const url = (options.url ?? io.environment.SWITCHYARD_URL ?? DEFAULT_URL).replace(/\/+$/, '');
  const token = options.token ?? io.environment.SWITCHYARD_TOKEN;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Failure(exit.usage, `“${url}” is not the address of a server: use ${DEFAULT_URL}`);
  }
  if (token === undefined || token === '') {
    throw new Failure(
      exit.usage,
      'Set SWITCHYARD_TOKEN, or give --token: an API token from the admin UI, or on the server’s own machine from “switchyard token create --database”',
    );
  }

  async function ask(method: Method, path: string, body?: unknown) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
    }).catch((error: Error & { cause?: Error }) => {
      const why = error.cause?.message || error.message;
      throw new Failure(exit.unreachable, `No Switchyard server answers at ${url}: ${why}`);
    });
    const { status } = response;
    if (status === 204) return { status, answer: undefined };
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (!isJson) {
      throw new Failure(exit.unreachable, `What answers at ${url} is not a Switchyard server`);
    }
    if (!response.ok) throw failureOf(status, JSON.parse(text));
    return { status, answer: JSON.parse(text) };
  }

  return {
    async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
      return (await ask(method, path, body)).answer;
    },
    /** For what makes a release: says besides whether there was anything to do. */
    async publish(path: string, body: unknown): Promise<Outcome> {
      const { status, answer } = await ask('POST', path, body);
      return 'number' in answer ? { ...answer, isNew: status === 201 } : answer;
    },
  };
}

export type Api = ReturnType<typeof createApi>;

/** A path of the API, with what stands in it made safe. */
export const path = (...parts: readonly (string | number)[]): string =>
  `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

export const query = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) set.set(name, String(value));
  }
  return set.size === 0 ? '' : `?${set}`;
};

interface Refusal {
  readonly detail?: string;
  readonly title?: string;
  readonly difference?: readonly {
    readonly key: string;
    readonly field: string;
    readonly theirs: unknown;
    readonly yours: unknown;
  }[];
}

function failureOf(status: number, refusal: Refusal): Failure {
  const lines = [
    refusal.detail ?? refusal.title ?? `The server answered ${status}`,
    ...(refusal.difference ?? []).flatMap(({ key, field, theirs, yours }) => [
      `  ${key}: ${field}`,
      `    theirs  ${JSON.stringify(theirs)}`,
      `    yours   ${JSON.stringify(yours)}`,
    ]),
  ];
  return new Failure(exitOf(status), lines.join('\n'), { ...refusal });
}

function exitOf(status: number) {
  if (status === 401 || status === 403) return exit.forbidden;
  if (status === 409) return exit.conflict;
  if (status === 502 || status === 503 || status === 504) return exit.unreachable;
  return exit.refused;
}
