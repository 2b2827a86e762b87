import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { canonicalJson, emptyRuleset, type Ruleset, type Switch } from '@switchyard/core';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Place = 'ruleset' | 'stream' | 'secrets' | 'reports';

interface Request {
  readonly url: string;
  /** What follows `/sdk/`. */
  readonly place: string;
  readonly headers: IncomingMessage['headers'];
}

export interface Message {
  readonly position: string;
  readonly environment: string;
  readonly release: number;
  readonly checksum: string;
  readonly ruleset: Ruleset;
}

/** Speaks the wire format over real sockets, and misbehaves on demand. */
export interface FakeServer {
  readonly url: string;
  readonly requests: Request[];
  readonly reports: Record<string, unknown>[];
  /** What `/sdk/ruleset` answers. */
  message: Message;
  /** Streams that are open, the oldest first. */
  readonly streams: ServerResponse[];
  /** Answers in its own way from now on; `undefined`: as it should again. */
  misbehave(place: Place, answer: Answer | undefined): void;
  /** Makes a release of these switches and tells all streams, unless it is to be kept from them. */
  publish(switches: Record<string, Partial<Switch>>, options?: { quietly?: boolean }): Message;
  tell(type: string, data: unknown): void;
  /** How often a place was asked for. */
  count(place: Place): number;
  /** What a place was asked for last. */
  last(place: Place): Request | undefined;
  /** Stops listening and cuts all connections; the next `start` listens on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const definition = (given: Partial<Switch> = {}): Switch => ({
  state: 'on',
  rules: [],
  variants: [],
  requires: [],
  clientSide: false,
  ...given,
});

export function messageOf(
  switches: Record<string, Partial<Switch>>,
  position = 'epoch:1',
  release = 1,
): Message {
  const definitions = Object.entries(switches).map(([key, each]) => [key, definition(each)]);
  const ruleset = { ...emptyRuleset, switches: Object.fromEntries(definitions) };
  return { position, environment: 'production', release, checksum: checksumOf(ruleset), ruleset };
}

export const checksumOf = (ruleset: Ruleset) =>
  createHash('sha256').update(canonicalJson(ruleset)).digest('hex');

export const frame = (type: string, data: unknown) =>
  `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

export async function fakeServer(
  switches: Record<string, Partial<Switch>> = { awesome: {} },
): Promise<FakeServer> {
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    const place = url.slice(url.indexOf('/sdk/') + '/sdk/'.length);
    fake.requests.push({ url, place, headers });
    (answers.get(place) ?? usual[place as Place] ?? notFound)(request, response);
  });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const fake: FakeServer = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    reports: [],
    message: messageOf(switches),
    streams: [],
    misbehave(place, answer) {
      if (answer) answers.set(place, answer);
      else answers.delete(place);
    },
    publish(switches, { quietly = false } = {}) {
      const before = fake.message;
      const [epoch, seq] = before.position.split(':');
      const next = messageOf(switches, `${epoch}:${Number(seq) + 1}`, before.release + 1);
      fake.message = next;
      if (!quietly) fake.tell('delta', deltaOf(before, next));
      return next;
    },
    tell(type, data) {
      for (const stream of fake.streams) stream.write(frame(type, data));
    },
    count: (place) => fake.requests.filter((request) => request.place === place).length,
    last: (place) => fake.requests.findLast((request) => request.place === place),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    start: () => listen(port),
  };
  const usual: Record<Place, Answer> = {
    ruleset(request, response) {
      const etag = `"${fake.message.position}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(JSON.stringify(fake.message));
    },
    stream(request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const { position } = fake.message;
      const isCurrent = request.headers['last-event-id'] === position;
      response.write(isCurrent ? frame('heartbeat', { position }) : frame('ruleset', fake.message));
      fake.streams.push(response);
      response.on('close', () => fake.streams.splice(fake.streams.indexOf(response), 1));
    },
    secrets(_request, response) {
      response.end(JSON.stringify({ secrets: [{ id: 's1', secret: 'very-secret' }] }));
    },
    async reports(request, response) {
      fake.reports.push(JSON.parse(await text(request)));
      response.writeHead(204).end();
    },
  };
  return fake;

  async function listen(on: number) {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  }
}

export const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    const detail = `Refused with ${status}.`;
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(JSON.stringify({ title: 'Refused', status, detail }));
  };

const notFound = refuse(404);

export function deltaOf(before: Message, after: Message) {
  const { position, environment, release, checksum, ruleset } = after;
  const removed = Object.keys(before.ruleset.switches).filter(
    (key) => !Object.hasOwn(ruleset.switches, key),
  );
  return {
    from: before.position,
    to: position,
    environment,
    release,
    checksum,
    set: { switches: ruleset.switches },
    remove: { switches: removed },
  };
}
