import { randomUUID } from 'node:crypto';
import type { EvaluationContext, Json } from '@switchyard/core';
import { type Clock, systemClock } from './clock.ts';
import type { SwitchyardError } from './problem.ts';
import { type Fetch, unreferencedFetch } from './sync/transport.ts';

export interface ClientOptions<Subject> {
  /** Where the server is, for example `https://flags.example.com`. */
  readonly url: string;
  /** An SDK key of the environment. */
  readonly key: string;
  /**
   * Makes a context of whatever `isActive` is given that is not a plain object: a request, a session,
   * a user. Synchronous, and asked once per object.
   */
  readonly identify?: (subject: Subject) => EvaluationContext;
  /** What runs here, for the server to know which code runs where. */
  readonly app?: string;
  readonly version?: string;
  /** Which of several; random unless given. */
  readonly instance?: string;
  /** Where the last good ruleset is kept; the user's cache directory unless given. `false`: nowhere. */
  readonly directory?: string | false;
  /** A ruleset to begin with, as `GET /sdk/ruleset` answers it, when there is none on disk. */
  readonly bootstrap?: object;
  /** What is served for switches that the ruleset does not define and calls without a fallback. */
  readonly defaults?: Readonly<Record<string, Json>>;
  /** Told of everything that goes wrong. Written to the console unless given. */
  readonly onError?: (problem: SwitchyardError) => void;
  /** Sends requests; for proxies and tests. Its sockets may keep the process alive until `close()`. */
  readonly fetch?: Fetch;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests: from 0 up to, but not including, 1. */
  readonly random?: () => number;
}

/** Options that have been checked and filled in. */
export interface Settings<Subject> {
  readonly url: URL;
  readonly key: string;
  readonly identify: ((subject: Subject) => EvaluationContext) | undefined;
  /** What reports say of this process. */
  readonly about: { readonly instance: string; readonly app?: string; readonly version?: string };
  readonly directory: string | false | undefined;
  readonly bootstrap: object | undefined;
  readonly defaults: ReadonlyMap<string, Json>;
  readonly onError: (problem: SwitchyardError) => void;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Throws on anything that cannot work, so that it is noticed at the start and never later. */
export function settingsOf<Subject>(options: ClientOptions<Subject>): Settings<Subject> {
  if (!isObject(options)) throw wrong('needs options: createClient({ url, key, identify })');
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(checks, name));
  if (unknown) throw wrong(`has no option \`${unknown}\``);

  for (const [name, check] of Object.entries(checks)) {
    const value = options[name as keyof typeof checks];
    if (value === undefined && name !== 'url' && name !== 'key') continue;
    if (!check.accepts(value)) throw wrong(`needs \`${name}\` to be ${check.expects}`);
  }

  return {
    url: baseOf(options.url),
    key: options.key,
    identify: options.identify,
    about: {
      instance: options.instance ?? randomUUID(),
      ...(options.app !== undefined && { app: options.app }),
      ...(options.version !== undefined && { version: options.version }),
    },
    directory: options.directory,
    bootstrap: options.bootstrap,
    defaults: new Map(Object.entries(options.defaults ?? {})),
    onError: options.onError ?? writeToConsole,
    fetch: options.fetch ?? unreferencedFetch,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

interface Check {
  readonly expects: string;
  accepts(value: unknown): boolean;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (longest: number): Check => ({
  expects: `a text of 1 to ${longest} characters`,
  accepts: (value) => typeof value === 'string' && value !== '' && value.length <= longest,
});
const callable: Check = { expects: 'a function', accepts: (value) => typeof value === 'function' };
const object: Check = { expects: 'an object', accepts: isObject };

const checks: Record<keyof ClientOptions<unknown>, Check> = {
  url: {
    expects: 'an http or https address, such as https://flags.example.com',
    accepts: (value) =>
      typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  },
  key: {
    expects: 'an SDK key, such as sys_…, without blanks',
    accepts: (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
  },
  identify: callable,
  app: text(100),
  version: text(100),
  instance: text(100),
  directory: {
    expects: 'the path of a directory, or false',
    accepts: (value) => value === false || (typeof value === 'string' && value !== ''),
  },
  bootstrap: object,
  defaults: object,
  onError: callable,
  fetch: callable,
  clock: object,
  random: callable,
};

function wrong(words: string): TypeError {
  return new TypeError(`createClient ${words}`);
}

/** With a slash at the end, so that `sdk/stream` resolves below it. */
function baseOf(url: string): URL {
  const base = new URL(url);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  base.search = '';
  base.hash = '';
  return base;
}

function writeToConsole({ code, message }: SwitchyardError) {
  console.error(`switchyard: ${message} (${code})`);
}
