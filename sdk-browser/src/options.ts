import type { EvaluationContext, Json, Resolution } from '@switchyard/core';

/** What the server knows of the user, and only it: proven by a user token. */
export interface You {
  readonly user: string;
  /** The cohorts that the user opted in to. */
  readonly cohorts: readonly string[];
  /** By the id of a condition about people: whether it holds. Those that do not are left out. */
  readonly answers: Readonly<Record<string, boolean>>;
  /** Whether the user gets what rolls out by choice, not by chance. */
  readonly chosen?: boolean;
  readonly candidate?: { readonly answers: Readonly<Record<string, boolean>> };
  /** When the token ends: RFC 3339. */
  readonly expiresAt?: string;
}

/** What the page's server decided for this user: what `flags.bootstrap(req)` of `@switchyard/sdk-node` gives. */
export interface Bootstrap {
  readonly switches: Readonly<Record<string, Resolution & { readonly release?: number }>>;
  /** What this user forces for themselves, as the page's server has verified. It stays as long as the page. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Who looks at the page, unless `context` says it. */
  readonly context?: EvaluationContext;
}

export type UserToken = string | (() => string | undefined | Promise<string | undefined>);

export interface ClientOptions {
  /** Where the server is, for example `https://flags.example.com`. */
  readonly url: string;
  /** A browser key of the environment. It is public. */
  readonly key: string;
  /** Who looks at the page. */
  readonly context?: EvaluationContext;
  /** Proves who that is: minted by the application's server. A function is asked again before it expires. */
  readonly userToken?: UserToken;
  /** Served from the first moment, until the page's own answers are there. */
  readonly bootstrap?: Bootstrap;
  /** Where the last good ruleset is kept; `localStorage` unless given. `false`: nowhere. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'> | false;
  /** Stands for a visitor who is not signed in: see `@switchyard/sdk-browser/anonymous`. */
  readonly anonymousId?: string;
  /** Told of everything that goes wrong. Written to the console unless given. */
  readonly onError?: (error: Error) => void;
  readonly fetch?: typeof fetch;
}

/** Where that came from which is decided with. */
type Source = 'network' | 'storage' | 'bootstrap' | 'none';

export interface Readiness {
  readonly status: 'ready' | 'timeout' | 'closed';
  readonly source: Source;
  readonly release: number | undefined;
  /** Whether the ruleset is known to be the server's current one. */
  readonly synced: boolean;
}

export interface Events {
  /** There is something to decide with. Also tells whoever listens later. */
  ready: Readiness;
  /** What is held was first known to be what the server has. Also tells whoever listens later. */
  synced: { readonly release: number | undefined };
  /** These switches are served differently to who looks at the page. */
  change: { readonly keys: readonly string[]; readonly release: number | undefined };
  /** The user is in other cohorts than before, perhaps joined elsewhere. */
  cohorts: { readonly cohorts: readonly string[] };
  /** The server has not been heard from for 60 s. What was known is still served. */
  stale: undefined;
  /** It is heard from again. */
  recovered: { readonly release: number | undefined };
  error: Error;
  close: undefined;
}

/** Any value of the type of the one that is fallen back to. */
export type Like<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value;

/** A resolution, the release it is from, and the user's arm while another rolls out. */
export type Explanation = Resolution & {
  readonly release: number | undefined;
  readonly arm?: 'none' | 'chosen' | 'canary' | 'control';
};

export interface Client {
  /** Whether anything but off is served. `fallback`, if there is no such switch. Never throws. */
  isActive(key: string, fallback?: boolean): boolean;
  /** `on`, `off`, or the key of a variant. */
  variant(key: string, fallback?: string): string;
  /** The value of what is served; `fallback` if there is none of its type. */
  value<Value extends Json>(key: string, fallback: Value): Like<Value>;
  explain(key: string): Explanation;
  /** Somebody else looks at the page, or more is known of them. Without a token, the same user keeps theirs. */
  identify(context: EvaluationContext, options?: { readonly userToken?: UserToken }): void;
  /** Waits for something to decide with, `timeoutMs` (5000 unless given) at the longest. Never rejects. */
  ready(options?: { readonly timeoutMs?: number }): Promise<Readiness>;
  on<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): () => void;
  close(): void;
  /** For the other entries of this package: asks the server, as this user, and takes what it says of them. */
  ask(method: string, path: string, body?: object): Promise<unknown>;
}
