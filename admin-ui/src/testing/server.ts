import { onTestFinished } from 'vitest';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
}

/** Questions without an answer. */
const waiting = new Set<object>();

/** Answers what the page asks of the server, until the test is over, and nothing then; answers what was asked. */
export function serve(reply: (asked: Asked) => Reply | Promise<Reply>): Asked[] {
  const asked: Asked[] = [];
  const answer = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(String(input), location.href);
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const question = { method: init?.method ?? 'GET', path: url.pathname + url.search, body };
    asked.push(question);
    const { status = 200, body: answered } = await reply(question);
    const text = answered === undefined ? null : JSON.stringify(answered);
    const response = new Response(text, {
      status,
      headers: { 'content-type': 'application/json' },
    });
    // Read at once, so that a page has its answer as soon as nobody waits for one.
    const json = async () => JSON.parse(text ?? '');
    return Object.defineProperties(response, { url: { value: url.href }, json: { value: json } });
  };
  window.fetch = (...question) => {
    waiting.add(question);
    return answer(...question).finally(() => waiting.delete(question));
  };
  onTestFinished(() => {
    waiting.clear();
    window.fetch = () => new Promise(() => {});
  });
  return asked;
}

/** Waits until all that the page asked of `serve` was answered, and it shows what it was told. */
export async function settled(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve));
  while (waiting.size > 0);
}
