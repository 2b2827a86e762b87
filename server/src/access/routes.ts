import { router } from '../platform/http.ts';
import type { Runner } from '../platform/work.ts';
import { peopleRoutes } from './people-routes.ts';
import { type SignInSettings, sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

export const accessRoutes = (runner: Runner, settings?: Partial<SignInSettings>) =>
  router()
    .route('/', sessionRoutes(runner, settings))
    .route('/', peopleRoutes)
    .route('/', tokenRoutes);
