import { router } from '../platform/http.ts';
import type { Runner } from '../platform/work.ts';
import { peopleRoutes } from './people-routes.ts';
import { type SignInLimits, sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

export const accessRoutes = (runner: Runner, limits?: SignInLimits) =>
  router()
    .route('/', sessionRoutes(runner, limits))
    .route('/', peopleRoutes)
    .route('/', tokenRoutes);
