import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** The part of `fetch` that is used here; the global `fetch` fits. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** What `fetch` does, over sockets that keep no process alive. `fetch` itself has no way to say that. */
export const unreferencedFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    // No agent: a pooled socket would outlive the client, or be shared with the application.
    const sent = request(url, { method, headers, signal, agent: false });
    sent.on('socket', (socket) => {
      socket.unref();
      socket.once('connect', () => socket.unref());
    });
    sent.on('response', (response) => {
      // Whoever reads the body is told by the iterator; nobody else needs to be.
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        headers: { get: (name) => response.headers[name.toLowerCase()]?.toString() ?? null },
        body: response,
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
