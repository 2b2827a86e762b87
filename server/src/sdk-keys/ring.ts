import { hashOf } from '../platform/bearer.ts';
import type { SdkPrincipal } from '../platform/http.ts';
import type { Actor, Runner } from '../platform/work.ts';
import * as sdkKeys from './service.ts';

const MINUTE = 60_000;
const system: Actor = { kind: 'system', id: 'sdk-keys', name: 'SDK keys' };

interface Known extends SdkPrincipal {
  lastUsedAt: number;
}
type Keys = ReadonlyMap<string, Known>;
const none: Keys = new Map();

interface Parts {
  readonly runner: Runner;
  readonly clock: () => Date;
  readonly report: (error: unknown) => void;
}

/** All valid SDK keys, in memory: every request of every SDK asks for one. */
export function createKeyRing({ runner, clock, report }: Parts) {
  let keys: Promise<Keys> | undefined;
  let isRechecking = false;
  const listeners = new Set<(keyId: string) => void>();

  async function load(): Promise<Keys> {
    const rows = await runner.read(sdkKeys.listValid);
    return new Map(
      rows.map(({ id, hash, environment, kind, channel, lastUsedAt }) => [
        hash,
        { keyId: id, environment, kind, channel, lastUsedAt: lastUsedAt?.getTime() ?? 0 },
      ]),
    );
  }

  function see(key: Known): void {
    const now = clock().getTime();
    if (now - key.lastUsedAt < MINUTE) return;
    key.lastUsedAt = now;
    runner.write(system, (work) => sdkKeys.see(work, key.keyId)).catch(report);
  }

  function tell(before: Keys, after: Keys): void {
    for (const [hash, { keyId }] of before) {
      if (!after.has(hash)) for (const listener of listeners) listener(keyId);
    }
  }

  return {
    /** The key with this secret, if it is valid now. */
    async find(secret: string): Promise<SdkPrincipal | undefined> {
      keys ??= load();
      const loading = keys;
      const known = await loading.catch((error) => {
        if (keys === loading) keys = undefined;
        throw error;
      });
      const key = known.get(hashOf(secret));
      if (key !== undefined) see(key);
      return key;
    },

    /** Whether the key with this id is valid now. */
    async isValid(keyId: string): Promise<boolean> {
      keys ??= load();
      return [...(await keys).values()].some((each) => each.keyId === keyId);
    },

    /** The keys changed in this process: whoever asks from now on waits for what they are now. */
    async changed(): Promise<void> {
      const before = keys;
      if (before === undefined) return;
      const after = load();
      keys = after.catch((error) => {
        report(error);
        return before;
      });
      tell(await before.catch(() => none), await keys.catch(() => none));
    },

    /** The keys may have changed in another process. A database that fails revokes nothing. */
    async recheck(): Promise<void> {
      const before = keys;
      if (before === undefined || isRechecking) return;
      isRechecking = true;
      try {
        const after = await load();
        if (keys !== before) return;
        keys = Promise.resolve(after);
        tell(await before, after);
      } catch (error) {
        report(error);
      } finally {
        isRechecking = false;
      }
    },

    /** Told the id of each key that is no longer valid. Returns how to stop listening. */
    onRevoked(listener: (keyId: string) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type KeyRing = ReturnType<typeof createKeyRing>;
