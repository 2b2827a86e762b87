import { createServer, type Server } from 'node:http';
import { StartProblem } from '../platform/start-problem.ts';
import type { Place } from './settings.ts';

type Answer = { readonly status: number; readonly type: string; readonly text: string };

/** Serves `/metrics` at a place of its own. Refuses in words where it cannot listen. */
export async function listen(
  place: Place,
  scrape: (authorization: string | undefined) => Promise<Answer>,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const isIt = request.url?.split('?')[0] === '/metrics' && request.method === 'GET';
    const { status, type, text } = isIt ? await scrape(request.headers.authorization) : nothing;
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => {
      const where = `${place.host}:${place.port}`;
      reject(
        new StartProblem(`SWITCHYARD_PROMETHEUS: the server cannot listen on ${where}: ${message}`),
      );
    });
    server.listen(place.port, place.host, resolve);
  });
  return { port: (server.address() as { port: number }).port, close: () => closed(server) };
}

const nothing: Answer = { status: 404, type: 'text/plain', text: 'There is only GET /metrics\n' };

async function closed(server: Server): Promise<void> {
  const end = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await end;
}
