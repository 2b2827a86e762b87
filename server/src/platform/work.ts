import { randomBytes } from 'node:crypto';
import type { Database, Priority, Tx } from './database/database.ts';

/** Who does it. `host` is a command on the server's own machine, `system` the server by itself. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'host' | 'system';
  readonly id: string;
  readonly name: string;
}

/** One unit of reading: a consistent snapshot, and when. */
export interface Reading {
  readonly tx: Tx;
  readonly now: Date;
}

/** One unit of work: a transaction, who is doing it, and when. */
export interface Work extends Reading {
  readonly actor: Actor;
  /** So many bytes that nobody can guess. */
  random(bytes: number): Buffer;
  /** Says something to the rest of the process once the work is committed, and only then. */
  announce(fact: Fact): void;
}

/** What the rest of the process may want to know. State is always read again: a fact is a signal only. */
export type Fact =
  /** SDKs have something new to see: a release, a stage, an abort. */
  | { readonly kind: 'released'; readonly environment: string }
  | { readonly kind: 'logged'; readonly seq: number; readonly environment?: string | undefined }
  | { readonly kind: 'keys-changed' | 'secrets-changed'; readonly environment: string }
  | { readonly kind: 'access-changed' }
  /** The train, a change or something aboard is other than it was. */
  | { readonly kind: 'train-changed'; readonly environment: string }
  /** Somebody joined or left a cohort. */
  | { readonly kind: 'members-changed'; readonly environment: string }
  /** Code was deployed, or instances report another version. */
  | { readonly kind: 'fleet-changed'; readonly environment: string }
  /** The guard has looked at what rolls out, and kept what it thinks. */
  | { readonly kind: 'judged'; readonly environment: string }
  /** A hook is to be called. */
  | { readonly kind: 'hook-due' };

interface Parts {
  readonly database: Database;
  readonly clock: () => Date;
  /** `randomBytes` unless given. */
  readonly random?: ((bytes: number) => Buffer) | undefined;
  readonly announce: (fact: Fact) => void;
}

export interface Runner {
  write<T>(actor: Actor, run: (work: Work) => Promise<T>, priority?: Priority): Promise<T>;
  read<T>(run: (reading: Reading) => Promise<T>): Promise<T>;
}

export function createRunner({ database, clock, random = randomBytes, announce }: Parts): Runner {
  return {
    async write(actor, run, priority) {
      let facts: Fact[] = [];
      const result = await database.write((tx) => {
        facts = [];
        return run({ tx, actor, now: clock(), random, announce: (fact) => facts.push(fact) });
      }, priority);
      for (const fact of facts) announce(fact);
      return result;
    },
    read: (run) => database.read((tx) => run({ tx, now: clock() })),
  };
}
