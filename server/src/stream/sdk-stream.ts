import type { ServerResponse } from 'node:http';
import type { Memberships } from '../cohorts/service.ts';
import type { SdkPrincipal } from '../platform/http.ts';
import { eventOf } from '../rulesets/build.ts';
import { type Edition, eventFor, type Rulesets } from '../rulesets/service.ts';
import { readers } from '../rulesets/view.ts';
import type { YouService } from '../you/service.ts';
import { createMemberNews } from './member-news.ts';
import { type Outlet, openOutlet } from './outlet.ts';
import { full, type StreamSettings } from './settings.ts';
import { createVisitors, inTurns, type Visitor } from './visitor.ts';

interface Parts {
  readonly rulesets: Rulesets;
  /** The `secrets` message of an environment. */
  readonly secretsOf: (environment: string) => Promise<unknown>;
  readonly memberships: Memberships;
  readonly you: YouService;
  /** Whether a key still counts. */
  readonly isValid: (keyId: string) => Promise<boolean>;
  readonly settings: StreamSettings;
}

interface Client extends SdkPrincipal {
  outlet: Outlet | undefined;
  /** What it has been sent. */
  position: string | undefined;
  /** Whether it missed a release while it was slow. */
  isBehind: boolean;
  /** What it is yet to be sent, as it stands. */
  readonly owed: Set<'secrets' | 'members' | 'you'>;
  /** Who looks at the page; of servers, and of pages that do not say, undefined. */
  visitor: Visitor | undefined;
  isRevoked: boolean;
}

export interface Request {
  readonly response: ServerResponse;
  readonly headers: Headers;
  readonly sdk: SdkPrincipal;
  /** The position that the client says it has. */
  readonly after: string | undefined;
  /** What the page has to prove who looks at it. */
  readonly userToken: string | undefined;
}

/** Tells SDKs what is released, as it is. */
export function createSdkStream(parts: Parts) {
  const { rulesets, secretsOf, isValid, settings } = parts;
  const clients = new Set<Client>();
  const secrets = new Map<string, Buffer>();
  const members = createMemberNews(parts.memberships);
  const visitors = createVisitors(parts.you);
  const heartbeats = new Map<string, Buffer>();
  /** When it was last looked what became different by itself, by environment. */
  const looked = new Map<string, number>();
  let isClosed = false;

  const inEnvironment = (environment: string) =>
    [...clients].filter((client) => client.environment === environment);

  const onServers = (environment: string) =>
    inEnvironment(environment).filter(({ kind }) => kind === 'server');

  /** Sends whatever the client lacks, as long as it takes it. */
  function flush(client: Client): void {
    const { outlet, environment } = client;
    const edition = rulesets.latest(environment, client);
    if (outlet?.isReady !== true || edition === undefined) return;
    if (client.position !== edition.position) {
      const from = client.isBehind ? undefined : client.position;
      client.position = edition.position;
      client.isBehind = false;
      outlet.send(eventFor(edition, from) as Buffer);
    }
    for (const what of client.owed) {
      if (!outlet.isReady) return;
      if (what === 'you') {
        client.owed.delete(what);
        const event = client.visitor && visitors.news(client.visitor, edition);
        if (event !== undefined) outlet.send(event);
        continue;
      }
      const event = what === 'secrets' ? secrets.get(environment) : members.standing(environment);
      if (event === undefined) return;
      client.owed.delete(what);
      outlet.send(event);
    }
  }

  const withVisitors = (environment: string) =>
    inEnvironment(environment).filter(({ visitor }) => visitor !== undefined);

  const visitorsIn = (environment: string) =>
    withVisitors(environment).map(({ visitor }) => visitor as Visitor);

  /** Tells these what is new for them, if anything is. */
  const tellYou = (concerned: readonly Client[]) =>
    inTurns(concerned, (client) => {
      client.owed.add('you');
      flush(client);
    });

  async function tellVisitors(environment: string, concerned: readonly Visitor[]) {
    const changed = new Set(concerned);
    await tellYou(
      withVisitors(environment).filter(({ visitor }) => changed.has(visitor as Visitor)),
    );
  }

  function heartbeatOf({ position }: Edition): Buffer {
    const known = heartbeats.get(position) ?? eventOf('heartbeat', JSON.stringify({ position }));
    heartbeats.set(position, known);
    return known;
  }

  /** Whether they are others than before. */
  async function loadSecrets(environment: string): Promise<boolean> {
    const event = eventOf('secrets', JSON.stringify(await secretsOf(environment)));
    if (secrets.get(environment)?.equals(event)) return false;
    secrets.set(environment, event);
    return true;
  }

  return {
    /** Opens a stream. It subscribes first and looks then, so that nothing falls between. */
    async connect({ response, headers, sdk, after, userToken }: Request): Promise<void> {
      if (isClosed || clients.size >= settings.most) {
        throw full();
      }
      const client: Client = {
        ...sdk,
        outlet: undefined,
        position: after,
        isBehind: false,
        owed: new Set(sdk.kind === 'server' ? ['secrets', 'members'] : ['you']),
        visitor: undefined,
        isRevoked: false,
      };
      clients.add(client);
      try {
        await rulesets.current(sdk.environment, sdk);
        if (sdk.kind === 'server') {
          if (!secrets.has(sdk.environment)) await loadSecrets(sdk.environment);
          await members.load(sdk.environment);
        } else if (userToken !== undefined) {
          client.visitor = await visitors.meet(sdk.environment, userToken);
          await members.load(sdk.environment);
          await visitors.refresh(sdk.environment, [client.visitor]);
        }
        // It may have been revoked after it was let in and before the stream was known.
        client.isRevoked ||= !(await isValid(sdk.keyId));
      } catch (error) {
        clients.delete(client);
        throw error;
      }
      client.outlet = openOutlet(response, headers, settings.deadlineMs, {
        ready: () => flush(client),
        closed: () => clients.delete(client),
      });
      if (response.destroyed) clients.delete(client);
      if (isClosed || client.isRevoked) return client.outlet.end();
      const edition = rulesets.latest(sdk.environment, sdk) as Edition;
      if (client.position === edition.position) client.outlet.send(heartbeatOf(edition));
      flush(client);
    },

    /** Something was released: brings everybody there. */
    async released(environment: string): Promise<void> {
      for (const reader of readers) {
        const isSuch = ({ kind, channel }: Client) =>
          kind === reader.kind && channel === reader.channel;
        if (!inEnvironment(environment).some(isSuch)) continue;
        const { position } = await rulesets.current(environment, reader);
        for (const client of inEnvironment(environment).filter(isSuch)) {
          if (client.outlet?.isReady === false) client.isBehind ||= client.position !== position;
          else flush(client);
        }
      }
      await tellYou(withVisitors(environment));
    },

    /** Looks at the secrets of an environment again, and tells server SDKs if they are others. */
    async recheckSecrets(environment: string): Promise<void> {
      const concerned = onServers(environment);
      if (concerned.length === 0) secrets.delete(environment);
      else if (await loadSecrets(environment)) {
        for (const client of concerned) {
          client.owed.add('secrets');
          flush(client);
        }
      }
    },

    /** Looks at the memberships of an environment again, and tells whom what changed concerns. */
    async recheckMembers(environment: string): Promise<void> {
      if (onServers(environment).length + visitorsIn(environment).length === 0) {
        members.leave(environment);
        return;
      }
      const news = await members.next(environment);
      if (news !== undefined) {
        for (const { outlet, owed } of onServers(environment)) {
          if (outlet?.isReady && !owed.has('members')) outlet.send(news.event);
          else owed.add('members');
        }
        for (const visitor of visitorsIn(environment)) {
          visitor.isStale ||= news.users?.has(visitor.proof?.user ?? '') ?? true;
        }
      }
      await tellVisitors(environment, await visitors.refresh(environment, visitorsIn(environment)));
    },

    /** Looks whether users of pages are still proven, and at what changes by itself as time passes. */
    async recheckVisitors(environment: string): Promise<void> {
      await tellVisitors(environment, await visitors.lapsed(environment, visitorsIn(environment)));
      const since = looked.get(environment) ?? 0;
      looked.set(environment, parts.you.now());
      await tellYou(
        withVisitors(environment).filter((client) => {
          const edition = rulesets.latest(environment, client);
          return edition !== undefined && visitors.hasTurned(edition, since);
        }),
      );
    },

    /** Ends the streams of a key that is no longer valid. */
    revoked(keyId: string): void {
      for (const client of clients) {
        if (client.keyId !== keyId) continue;
        client.isRevoked = true;
        client.outlet?.end();
      }
    },

    beat(): void {
      heartbeats.clear();
      for (const client of clients) {
        const { outlet, environment, position } = client;
        const edition = rulesets.latest(environment, client);
        if (outlet?.isReady !== true || edition === undefined) continue;
        if (edition.position !== position) continue;
        outlet.send(heartbeatOf(edition));
      }
    },

    /** Where SDKs are connected. */
    environments: (): string[] => [...new Set([...clients].map(({ environment }) => environment))],

    /** How many SDKs are connected, by environment. */
    connections(): Record<string, number> {
      const counts: Record<string, number> = {};
      for (const { environment } of clients) counts[environment] = (counts[environment] ?? 0) + 1;
      return counts;
    },

    close(): void {
      isClosed = true;
      for (const { outlet } of clients) outlet?.end();
    },
  };
}
