import type { Memberships } from '../cohorts/service.ts';
import type { Facts } from '../platform/facts.ts';
import type { Fact } from '../platform/work.ts';
import type { Rulesets } from '../rulesets/service.ts';
import type { YouService } from '../you/service.ts';
import { createLive } from './live.ts';
import { createSdkStream } from './sdk-stream.ts';
import type { StreamSettings } from './settings.ts';
import { spaced } from './spaced.ts';

interface Keys {
  isValid(keyId: string): Promise<boolean>;
  onRevoked(listener: (keyId: string) => void): () => void;
  /** Looks whether another process revoked some. */
  recheck(): Promise<void>;
}

export interface Parts {
  readonly facts: Facts;
  readonly rulesets: Rulesets;
  readonly keys: Keys;
  readonly secretsOf: (environment: string) => Promise<unknown>;
  readonly memberships: Memberships;
  readonly you: YouService;
  readonly settings: StreamSettings;
  readonly report: (error: unknown) => void;
}

/** Everything that stays connected: SDKs, and open pages of the admin UI. */
export function createStreams(parts: Parts) {
  const { facts, rulesets, keys, memberships, settings, report } = parts;
  const sdks = createSdkStream({ ...parts, isValid: keys.isValid });
  const live = createLive(settings);
  let [isClosed, isChecking] = [false, false];
  /** The positions that have been told of, by environment. */
  const told = new Map<string, string>();

  /** Brings SDKs to this position or beyond. It was looked up before: what came beyond, unheard, is found by looking. */
  async function released(environment: string, to: string | undefined): Promise<void> {
    rulesets.outdate(environment);
    await sdks.released(environment);
    if (to === undefined) return;
    const { release, position, seq, entry, candidate } = await rulesets.whereabouts(environment);
    if (told.get(environment) === to) return;
    told.set(environment, to);
    if (seq > 0) live.released({ environment, number: release, position, entry, candidate });
  }

  async function heed(fact: Fact): Promise<void> {
    if (fact.kind === 'released') {
      // At once: whoever published it and asks now gets it.
      rulesets.outdate(fact.environment);
      await released(fact.environment, (await rulesets.positions()).get(fact.environment));
    } else if (fact.kind === 'secrets-changed') {
      await sdks.recheckSecrets(fact.environment);
      await sdks.recheckVisitors(fact.environment);
    } else if (fact.kind === 'members-changed') members.ask(fact.environment);
    else if (fact.kind === 'access-changed') live.disperse();
    else if (fact.kind === 'logged') live.logged(fact.seq, fact.environment);
    else if (fact.kind === 'train-changed') live.changed('train', fact.environment);
    else if (fact.kind === 'fleet-changed') live.changed('fleet', fact.environment);
    else if (fact.kind === 'judged') live.changed('evidence', fact.environment);
  }

  /** What another process did may go unheard; a look at the database does not. */
  async function recheck(): Promise<void> {
    if (isChecking) return;
    isChecking = true;
    try {
      await keys.recheck();
      for (const [environment, position] of await rulesets.positions()) {
        if (told.get(environment) !== position) await released(environment, position);
      }
      for (const environment of sdks.environments()) {
        await sdks.recheckSecrets(environment);
        await sdks.recheckMembers(environment);
        await sdks.recheckVisitors(environment);
      }
    } finally {
      isChecking = false;
    }
  }

  const attempt = (act: () => Promise<void>) =>
    void act().catch((error) => {
      if (!isClosed) report(error);
    });

  // Many may join at once, and every SDK is told.
  const members = spaced(settings.membersMs, (environment) => {
    live.changed('members', environment);
    attempt(() => sdks.recheckMembers(environment));
  });

  const stops = [
    members.close,
    facts.listen((fact) => attempt(() => heed(fact))),
    keys.onRevoked((keyId) => sdks.revoked(keyId)),
    every(settings.heartbeatMs, () => {
      sdks.beat();
      live.beat();
    }),
    every(settings.recheckMs, () => attempt(recheck)),
    every(settings.forgetMs, () => attempt(memberships.forget)),
  ];

  return {
    sdks,
    live,
    close(): void {
      isClosed = true;
      for (const stop of stops) stop();
      sdks.close();
      live.close();
    },
  };
}

export type Streams = ReturnType<typeof createStreams>;

function every(milliseconds: number, act: () => void): () => void {
  const timer = setInterval(act, milliseconds).unref();
  return () => clearInterval(timer);
}
