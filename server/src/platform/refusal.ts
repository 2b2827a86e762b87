import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Problem } from './problem.ts';

/** Answers a refusal in words; anything else that was thrown is a bug, told to `report` and to nobody else. */
export function answerError(
  error: unknown,
  c: Context,
  report: (error: unknown) => void,
): Response {
  const problem = problemOf(error);
  if (problem !== undefined) return answerProblem(problem, c);
  report(error);
  return answer(c, 500, 'internal', 'Something went wrong on the server; its log says more', {});
}

export function answerProblem({ status, code, message, extra }: Problem, c: Context): Response {
  if (typeof extra.retryAfter === 'number') c.header('Retry-After', String(extra.retryAfter));
  return answer(c, status, code, message, extra);
}

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!(error instanceof HTTPException)) return undefined;
  if (error.status === 415) {
    return new Problem('malformed', 'Send JSON, with the header Content-Type: application/json');
  }
  if (error.status === 400) return new Problem('malformed', 'The body is not valid JSON');
  return undefined;
}

function answer(
  c: Context,
  status: number,
  code: string,
  detail: string,
  extra: Readonly<Record<string, unknown>>,
): Response {
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, code, detail, ...extra };
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
  });
}
