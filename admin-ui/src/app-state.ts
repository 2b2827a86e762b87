import type { Environment, Session } from './api-types.ts';

/** What every page is told. */
export interface AppState {
  readonly session: Session;
  /** In the order they were created. Those that one may view. */
  readonly environments: readonly Environment[];
  readonly environment: Environment;
}
