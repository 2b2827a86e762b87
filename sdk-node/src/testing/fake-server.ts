import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type Candidate,
  canonicalJson,
  emptyRuleset,
  type Ruleset,
  type Switch,
} from '@switchyard/core';
import { createFakeMembers, type FakeMembers } from './fake-members.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Place = 'ruleset' | 'stream' | 'secrets' | 'reports' | 'members';
type Switches = Record<string, Partial<Switch>>;

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
  readonly candidate?: Candidate;
}

/** What rolls out: what it makes of the switches, and to whom. */
type Rollout = Pick<Candidate, 'audience'> & Partial<Candidate> & { readonly switches: Switches };

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
  publish(switches: Switches, options?: { quietly?: boolean; rollout?: Rollout }): Message;
  /** Leaves what is live as it is, and changes what rolls out; without it, nothing does. */
  rollOut(rollout?: Rollout): Message;
  /** Who opted in. */
  readonly members: FakeMembers;
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
  switches: Switches,
  position = 'epoch:1',
  release = 1,
  rollout?: Rollout,
): Message {
  const ruleset = rulesetOf(switches);
  const checksum = checksumOf(ruleset);
  const live = { position, environment: 'production', release, checksum, ruleset };
  return rollout ? { ...live, candidate: candidateOf(rollout, live) } : live;
}

const rulesetOf = (switches: Switches): Ruleset => ({
  ...emptyRuleset,
  switches: Object.fromEntries(
    Object.entries(switches).map(([key, each]) => [key, definition(each)]),
  ),
  cohorts: { beta: { title: 'Beta', open: true } },
});

function candidateOf({ switches, ...rollout }: Rollout, live: Message): Candidate {
  const ruleset = rulesetOf(switches);
  return {
    release: live.release + 1,
    salt: 'k3v9x2mq',
    startedAt: '2026-01-01T00:00:00Z',
    checksum: checksumOf(ruleset),
    ...differenceOf(live.ruleset, ruleset),
    ...rollout,
  };
}

export const checksumOf = (ruleset: Ruleset) =>
  createHash('sha256').update(canonicalJson(ruleset)).digest('hex');

export const frame = (type: string, data: unknown) =>
  `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

export async function fakeServer(switches: Switches = { awesome: {} }): Promise<FakeServer> {
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    const [place = ''] = url.slice(url.indexOf('/sdk/') + '/sdk/'.length).split('?');
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
    members: createFakeMembers((message) => fake.tell('members', message)),
    misbehave(place, answer) {
      if (answer) answers.set(place, answer);
      else answers.delete(place);
    },
    publish(switches, { quietly = false, rollout } = {}) {
      const { position, release } = fake.message;
      const next = messageOf(switches, after(position), release + 1, rollout);
      return become(next, quietly);
    },
    rollOut(rollout) {
      const { position, release, ruleset } = fake.message;
      return become(messageOf(ruleset.switches, after(position), release, rollout), false);
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
  function become(next: Message, quietly: boolean): Message {
    const delta = deltaOf(fake.message, next);
    fake.message = next;
    if (!quietly) fake.tell('delta', delta);
    return next;
  }

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
      if (fake.members.position) {
        response.write(frame('members', { to: fake.members.position }));
      }
      fake.streams.push(response);
      response.on('close', () => fake.streams.splice(fake.streams.indexOf(response), 1));
    },
    secrets(_request, response) {
      response.end(JSON.stringify({ secrets: [{ id: 's1', secret: 'very-secret' }] }));
    },
    members({ url = '' }, response) {
      const { searchParams } = new URL(url, fake.url);
      const page = fake.members.page(searchParams.get('after'), Number(searchParams.get('limit')));
      response.end(JSON.stringify(page));
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
  const { position, environment, release, checksum, ruleset, candidate } = after;
  return {
    from: before.position,
    to: position,
    environment,
    release,
    checksum,
    candidate,
    ...differenceOf(before.ruleset, ruleset),
  };
}

const differenceOf = (before: Ruleset, after: Ruleset) => ({
  set: { switches: after.switches },
  remove: {
    switches: Object.keys(before.switches).filter((key) => !Object.hasOwn(after.switches, key)),
  },
});

const after = (position: string) => position.replace(/\d+$/, (seq) => `${Number(seq) + 1}`);
