import { router } from '../platform/http.ts';
import type { Runner } from '../platform/work.ts';
import { peopleRoutes } from './people-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

export const accessRoutes = (runner: Runner) =>
  router().route('/', sessionRoutes(runner)).route('/', peopleRoutes).route('/', tokenRoutes);
