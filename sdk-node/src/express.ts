import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Anonymity, anonymousIdOf } from './anonymous.ts';
import type { Client } from './client.ts';
import { type Counting, countAnswer } from './counting.ts';
import type { RequestFlags } from './evaluation.ts';
import { type Otherwise, requireFlags } from './guard.ts';

declare global {
  namespace Express {
    interface Request {
      /** The switches as they are for this request, from its first question to its end. */
      readonly flags: RequestFlags;
    }
  }
}

type Next = (error?: unknown) => void;
type Handler = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** Gives every request its `flags`, and counts it. `identify` is asked when the first question comes, at the end at the latest. */
export function switchyard(
  client: Pick<Client, 'forRequest'>,
  { count = true, ...anonymity }: Counting & Anonymity = {},
): Handler {
  return (request, response, next) => {
    const anonymousId = anonymousIdOf(
      anonymity,
      request.headers.cookie,
      () => isHttps(request),
      (cookie) => response.appendHeader('set-cookie', cookie),
    );
    const { originalUrl: url = request.url } = request as { originalUrl?: string };
    const { cookie: cookies } = request.headers;
    const flags = client.forRequest(request, { anonymousId, url, cookies });
    if (count) countAnswer(flags, response);
    Object.defineProperty(request, 'flags', { value: flags, configurable: true, enumerable: true });
    next();
  };
}

const isHttps = ({ headers, socket }: IncomingMessage) =>
  'encrypted' in socket || headers['x-forwarded-proto'] === 'https';

/** Lets a request pass while the switch is active for it. */
export function requireSwitch(key: string, { else: otherwise }: Otherwise): Handler {
  return (request, response, next) => {
    let isActive: boolean;
    try {
      isActive = requireFlags((request as { flags?: RequestFlags }).flags).isActive(key);
    } catch (thrown) {
      return next(thrown);
    }
    if (isActive) return next();

    response.setHeader('cache-control', 'no-store');
    if (otherwise === 404) {
      response.statusCode = 404;
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end('Not Found');
    } else {
      response.statusCode = 302;
      response.setHeader('location', otherwise);
      response.end();
    }
  };
}
