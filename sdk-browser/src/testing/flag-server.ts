import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    flagServer: string;
  }
}

/** What tests say of their place on the server. Whatever is not said stays as it was. */
export interface Place {
  /** Anything but 200 is refused, with `detail`. */
  readonly status?: number;
  readonly detail?: string;
  /** The current `ruleset` message; those who listen are told. */
  readonly message?: { readonly position: string };
  /** By user token: what `you` says. */
  readonly users?: Readonly<Record<string, object>>;
  /** `mute` ones open and say nothing; `refused` ones do not open. */
  readonly streams?: 'open' | 'mute' | 'refused';
  /** To be said to those who listen, as it is. */
  readonly say?: readonly (readonly [type: string, data: unknown])[];
  /** Ends the streams there are. */
  readonly cut?: true;
}

/** What a place was asked, as `GET /<name>` tells. */
export interface Asked {
  readonly rulesets: number;
  readonly streams: number;
  readonly open: number;
  readonly tokens: readonly string[];
  readonly reports: readonly object[];
}

interface Known extends Place {
  readonly asked: { rulesets: number; streams: number; tokens: string[]; reports: object[] };
  readonly listening: Set<ServerResponse>;
}

/** Answers `/<name>/sdk/…` as a Switchyard server does, as `PUT /<name>` says. Key: `syb_test`. */
export async function startFlagServer() {
  const places = new Map<string, Known>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [, name = '', , ...path] = pathname.split('/');
    const place = places.get(name) ?? {
      asked: { rulesets: 0, streams: 0, tokens: [], reports: [] },
      listening: new Set<ServerResponse>(),
    };
    places.set(name, place);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'GET, PUT, POST, DELETE');
    response.setHeader('access-control-allow-headers', 'switchyard-user, content-type');
    if (request.method === 'OPTIONS') response.end();
    else if (path.length > 0) {
      if (searchParams.get('key') !== 'syb_test') refuse(response, 401, 'This SDK key is unknown');
      else if ((place.status ?? 200) !== 200) refuse(response, place.status ?? 0, place.detail);
      else await answer(place, path.join('/'), searchParams.get('after'), request, response);
    } else if (request.method === 'PUT') {
      places.set(name, change(place, JSON.parse(await text(request))));
      response.end();
    } else {
      const { asked, listening } = place;
      response.end(JSON.stringify({ ...asked, open: listening.size }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function change(place: Known, told: Place): Known {
  const { say = [], cut, ...rest } = told;
  for (const stream of place.listening) {
    if (rest.message) tell(stream, 'ruleset', rest.message);
    for (const [type, data] of say) tell(stream, type, data);
    if (cut) stream.destroy();
  }
  return { ...place, ...rest };
}

const tell = (stream: ServerResponse, type: string, data: unknown) =>
  stream.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);

const refuse = (response: ServerResponse, status: number, detail = 'Not now.') =>
  response.writeHead(status).end(JSON.stringify({ detail }));

async function answer(
  { asked, listening, message, users = {}, streams = 'open' }: Known,
  path: string,
  after: string | null,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const token = request.headers['switchyard-user'];
  const you = typeof token === 'string' ? (users[token] ?? { problem: 'unknown' }) : undefined;
  if (typeof token === 'string') asked.tokens.push(token);
  if (path === 'ruleset') {
    asked.rulesets++;
    response.end(JSON.stringify(message));
  } else if (path === 'reports') {
    asked.reports.push(JSON.parse(await text(request)));
    response.end('{}');
  } else if (path === 'cohorts') {
    response.end(JSON.stringify({ cohorts: [{ key: 'beta', title: 'Beta', isOpen: true }] }));
  } else if (path.startsWith('you')) {
    if (you === undefined || 'problem' in you) refuse(response, 401, 'This user token is unknown');
    else response.end(JSON.stringify({ ...you, ...(path !== 'you' && { via: request.method }) }));
  } else {
    asked.streams++;
    if (streams === 'refused') return refuse(response, 502);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    listening.add(response);
    response.on('close', () => listening.delete(response));
    if (streams === 'mute') return;
    const isCurrent = message?.position === after;
    if (isCurrent) tell(response, 'heartbeat', { position: after });
    else tell(response, 'ruleset', message);
    if (you) tell(response, 'you', you);
  }
}

/** One for all tests in the browser. */
export default async function setup(project: TestProject) {
  const server = await startFlagServer();
  project.provide('flagServer', server.url);
  return server.close;
}
