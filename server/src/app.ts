import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { environmentRoutes } from './environments/routes.ts';
import type { Database } from './platform/database/database.ts';
import { createFacts } from './platform/facts.ts';
import { type Env, refuseUndeclared, router } from './platform/http.ts';
import { Problem } from './platform/problem.ts';
import { answerError, answerProblem } from './platform/refusal.ts';
import { scope } from './platform/scope.ts';
import { createRunner } from './platform/work.ts';

const MOST_BYTES = 1024 * 1024;
// A whole environment in one file.
const MOST_BYTES_IMPORTED = 16 * 1024 * 1024;

export interface Parts {
  readonly database: Database;
  readonly clock: () => Date;
  /** Finds out who makes a request: sets `principal` or `sdk`, or neither. */
  readonly identify: MiddlewareHandler<Env>;
  /** Told what nobody foresaw. */
  readonly report: (error: unknown) => void;
}

/** Puts the whole server together, but for listening. */
export function createApp({ database, clock, identify, report }: Parts) {
  const facts = createFacts(report);
  const runner = createRunner({ database, clock, announce: facts.announce });

  const base = router();
  base.onError((error, c) => answerError(error, c, report));
  base.notFound((c) =>
    answerProblem(new Problem('not-found', `There is nothing at ${c.req.method} ${c.req.path}`), c),
  );
  base.use(scope(runner), identify, limit);

  const app = base.route('/', environmentRoutes);

  refuseUndeclared(app, []);
  return { app, runner, facts };
}

/** What typed clients are made from. */
export type Api = ReturnType<typeof createApp>['app'];

const refuseLarger = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('too-large', `The body is larger than ${maxSize / 1024 / 1024} MB`);
    },
  });
const [ordinary, imported] = [refuseLarger(MOST_BYTES), refuseLarger(MOST_BYTES_IMPORTED)];

const limit: MiddlewareHandler<Env> = (c, next) =>
  (c.req.path.endsWith('/import') ? imported : ordinary)(c, next);
