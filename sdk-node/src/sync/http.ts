import type { Clock } from '../clock.ts';
import { SwitchyardError, wordsOf } from '../problem.ts';
import type { Answer, Fetch } from './transport.ts';

const SILENCE_MS = 25_000;
const MAX_REDIRECTS = 5;
const MAX_REFUSAL_BYTES = 64_000;

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** How long the whole of it may take. A stream has no such limit. */
  readonly deadlineMs?: number;
}

/** A refusal, with how long the server asks to be left alone. */
export class Refusal extends SwitchyardError {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, message: string, retryAfterMs?: number) {
    super([401, 403, 404, 410].includes(status) ? 'refused' : 'unreachable', message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export type Send = (path: string, call: Call) => Promise<Answer>;

/**
 * Talks to one server with one key. Resolves for 2xx and 304, rejects with a `Refusal` for other
 * answers, and gives up when nothing arrives for 25 s, also in the middle of a body.
 */
export function createSend(options: {
  readonly url: URL;
  readonly key: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}): Send {
  const { key, fetch, clock } = options;
  const base = options.url;

  return async function send(path, { method = 'GET', headers, body, signal, deadlineMs }) {
    const watch = watchdog(clock, signal, deadlineMs);
    const init = {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      redirect: 'manual' as const,
      signal: watch.signal,
      ...(body === undefined ? {} : { body }),
    };

    try {
      let url = new URL(path, base);
      for (let redirects = 0; ; redirects++) {
        const answer = await fetch(url.href, init);
        watch.alive();
        const { status } = answer;
        if ((status >= 200 && status < 300) || status === 304) {
          return { status, headers: answer.headers, body: watched(answer.body ?? [], watch) };
        }
        const words = await readText(answer, MAX_REFUSAL_BYTES).catch(() => '');
        if (!isRedirect(status)) throw refusal(url, answer, words);
        url = redirected(url, answer, redirects, base.origin);
      }
    } catch (thrown) {
      watch.done();
      throw explained(thrown, watch);
    }
  };
}

/** The whole body as text. Every answer has to be read to its end, or aborted. Longer ones fail. */
export async function readText({ body }: Answer, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      throw new SwitchyardError('bad-data', `The server sent more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

interface Watchdog {
  readonly signal: AbortSignal;
  /** Something arrived: start counting silence anew. */
  alive(): void;
  done(): void;
  /** Why it gave up, if it did. */
  reason(): string | undefined;
}

function watchdog(clock: Clock, outer: AbortSignal, deadlineMs?: number): Watchdog {
  const controller = new AbortController();
  let reason: string | undefined;
  const giveUp = (why: string) => {
    reason = why;
    controller.abort();
  };
  const silence = () => clock.after(SILENCE_MS, () => giveUp(`was silent for ${SILENCE_MS} ms`));
  const abort = () => controller.abort();

  let cancelSilence = silence();
  const cancelDeadline =
    deadlineMs === undefined
      ? () => undefined
      : clock.after(deadlineMs, () => giveUp(`took more than ${deadlineMs} ms`));
  outer.addEventListener('abort', abort);
  if (outer.aborted) abort();

  return {
    signal: controller.signal,
    alive() {
      cancelSilence();
      cancelSilence = silence();
    },
    done() {
      cancelSilence();
      cancelDeadline();
      outer.removeEventListener('abort', abort);
    },
    reason: () => reason,
  };
}

async function* watched(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  watch: Watchdog,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      watch.alive();
      yield chunk;
    }
  } catch (thrown) {
    throw explained(thrown, watch);
  } finally {
    watch.done();
  }
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** Where a redirect leads. Never to another origin: the key is for this server only. */
function redirected(from: URL, answer: Answer, redirects: number, origin: string): URL {
  const location = answer.headers.get('location');
  const to = location && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.origin !== origin || redirects >= MAX_REDIRECTS) {
    const where = to ? `to ${to.origin}` : 'to nowhere';
    throw new SwitchyardError(
      'unreachable',
      `${from.href} redirects ${where}; the key is sent to ${origin} only`,
    );
  }
  return to;
}

function refusal(url: URL, { status, headers }: Answer, body: string): Refusal {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new Refusal(
    status,
    `${url.origin}${url.pathname} answered ${status}: ${detailOf(body) ?? hints[status] ?? 'not now'}`,
    Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
  );
}

const hints: Record<number, string> = {
  401: 'the key is unknown or revoked',
  403: 'the key is of the wrong kind',
  404: 'no such address, check `url`',
  410: 'no such address any more, check `url`',
};

/** What the server says in words, if it is ours. */
function detailOf(body: string): string | undefined {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return undefined;
  }
}

function explained(thrown: unknown, watch: Watchdog): SwitchyardError {
  if (thrown instanceof SwitchyardError) return thrown;
  const words = watch.reason() ? `the server ${watch.reason()}` : wordsOf(thrown);
  return new SwitchyardError('unreachable', `No answer: ${words}`, thrown);
}
