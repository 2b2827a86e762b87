import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    flagServer: string;
  }
}

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: string;
}

/**
 * A server for the tests in the browser: `PUT /<name>` says what `GET /<name>/sdk/ruleset` answers from then
 * on, `GET /<name>` how often it did, and how often with 304.
 */
export default async function setup(project: TestProject) {
  const answers = new Map<string, Answer & { asked: number; unchanged: number }>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const name = pathname.split('/')[1] ?? '';
    const known = answers.get(name);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'GET, PUT');
    if (request.method === 'PUT') {
      const { asked = 0, unchanged = 0 } = known ?? {};
      answers.set(name, { ...(JSON.parse(await text(request)) as Answer), asked, unchanged });
      response.end();
    } else if (request.method !== 'GET' || !known) {
      response.end();
    } else if (!pathname.endsWith('/sdk/ruleset')) {
      response.end(JSON.stringify({ asked: known.asked, unchanged: known.unchanged }));
    } else if (searchParams.get('key') !== 'syb_test') {
      response.writeHead(401).end(JSON.stringify({ detail: 'This SDK key is unknown' }));
    } else {
      known.asked++;
      const isUnchanged = request.headers['if-none-match'] === known.etag;
      if (isUnchanged) known.unchanged++;
      response.writeHead(isUnchanged ? 304 : known.status, { etag: known.etag });
      response.end(isUnchanged ? undefined : known.body);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('flagServer', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  return () => {
    server.close();
    server.closeAllConnections();
  };
}
