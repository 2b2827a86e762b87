import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import type { TestApp } from './test-app.ts';

/** Lets a test's server listen on a free port until the test is over. Answers its address. */
export async function listening({ app }: Pick<TestApp, 'app'>): Promise<string> {
  const http = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return `http://127.0.0.1:${(http.address() as { port: number }).port}`;
}
