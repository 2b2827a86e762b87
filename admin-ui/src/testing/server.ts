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

/** Answers what the page asks of the server, until the test is over; answers what was asked. */
export function serve(reply: (asked: Asked) => Reply | Promise<Reply>): Asked[] {
  const asked: Asked[] = [];
  const real = window.fetch;
  window.fetch = async (input, init) => {
    const url = new URL(String(input), location.href);
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const question = { method: init?.method ?? 'GET', path: url.pathname + url.search, body };
    asked.push(question);
    const { status = 200, body: answer } = await reply(question);
    const text = answer === undefined ? null : JSON.stringify(answer);
    const response = new Response(text, {
      status,
      headers: { 'content-type': 'application/json' },
    });
    Object.defineProperty(response, 'url', { value: url.href });
    return response;
  };
  onTestFinished(() => {
    window.fetch = real;
  });
  return asked;
}
