import type { Api } from '@switchyard/server/api';
import { hc } from 'hono/client';

/** The admin API, by path and method, as the server's routes declare it. */
export const { api } = hc<Api>('/');
