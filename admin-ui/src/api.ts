import type {
  Edit,
  Entry,
  Environment,
  EnvironmentState,
  Metadata,
  Person,
  Policy,
  Preview,
  Release,
  Roles,
  RollbackPreview,
  SdkKey,
  Session,
  SignInLink,
  SigningSecret,
  Status,
  SwitchDetails,
  SwitchSummary,
  Token,
  UnknownSwitch,
  Verification,
} from './api-types.ts';
import { call, pathOf as path } from './call.ts';

type Changed<T> = { readonly [N in keyof T]?: T[N] | null };
const inEnvironment = (environment: string, ...rest: (string | number)[]) =>
  path('environments', environment, ...rest);

export const session = {
  current: () => call<Session>('GET', path('session')),
  signIn: (email: string, password: string) =>
    call<Session>('POST', path('session'), { email, password }),
  useLink: (token: string) => call<Session>('POST', path('session', 'link'), { token }),
  change: (changes: {
    name?: string;
    email?: string;
    password?: string;
    currentPassword?: string;
  }) => call<Session>('PATCH', path('session'), changes),
  end: () => call<void>('DELETE', path('session')),
};

export const people = {
  all: () => call<Person[]>('GET', path('people')),
  invite: (person: { name: string; email: string; roles: Roles }) =>
    call<{ person: Person; link: SignInLink }>('POST', path('people'), person),
  change: (
    id: string,
    changes: { name?: string; email?: string; roles?: Roles; isDisabled?: boolean },
  ) => call<Person>('PATCH', path('people', id), changes),
  newLink: (id: string) => call<SignInLink>('POST', path('people', id, 'link')),
};

export const tokens = {
  all: () => call<Token[]>('GET', path('tokens')),
  create: (token: { name: string; roles: Roles; expiresAt?: string }) =>
    call<{ token: Token; secret: string }>('POST', path('tokens'), token),
  revoke: (id: string) => call<void>('DELETE', path('tokens', id)),
};

export const environments = {
  all: () => call<Environment[]>('GET', path('environments')),
  create: (environment: { key: string; name: string; policy: Policy }) =>
    call<Environment>('POST', path('environments'), environment),
  change: (key: string, changes: { name?: string; policy?: Policy }) =>
    call<Environment>('PATCH', inEnvironment(key), changes),
  state: (key: string) => call<EnvironmentState>('GET', inEnvironment(key, 'ruleset')),
  unknown: (key: string) => call<UnknownSwitch[]>('GET', inEnvironment(key, 'unknown')),
};

export const sdkKeys = {
  all: (environment: string) => call<SdkKey[]>('GET', inEnvironment(environment, 'keys')),
  create: (environment: string, key: { name: string; kind: SdkKey['kind'] }) =>
    call<{ key: SdkKey; secret: string }>('POST', inEnvironment(environment, 'keys'), key),
  revoke: (environment: string, id: string) =>
    call<void>('DELETE', inEnvironment(environment, 'keys', id)),
};

export const secrets = {
  all: (environment: string) => call<SigningSecret[]>('GET', inEnvironment(environment, 'secrets')),
  rotate: (environment: string) =>
    call<SigningSecret>('POST', inEnvironment(environment, 'secrets')),
};

export const switches = {
  all: () => call<SwitchSummary[]>('GET', path('switches')),
  one: (key: string) => call<SwitchDetails>('GET', path('switches', key)),
  create: (created: { key: string } & Partial<Metadata>) =>
    call<SwitchSummary>('POST', path('switches'), created),
  describe: (key: string, changes: Changed<Metadata>) =>
    call<SwitchSummary>('PATCH', path('switches', key), changes),
  remove: (key: string) => call<void>('DELETE', path('switches', key)),
  kill: (environment: string, key: string, reason: string) =>
    call<Release>('POST', inEnvironment(environment, 'switches', key, 'kill'), { reason }),
  revive: (environment: string, key: string, reason: string) =>
    call<Release>('POST', inEnvironment(environment, 'switches', key, 'revive'), { reason }),
};

export const releases = {
  latest: (environment: string, query: { before?: number; limit?: number }) =>
    call<{ releases: Release[]; next?: number }>(
      'GET',
      inEnvironment(environment, 'releases') + search(query),
    ),
  publish: (environment: string, edits: readonly Edit[], reason: string) =>
    call<Release>('POST', inEnvironment(environment, 'releases'), { reason, edits }),
  preview: (environment: string, edits: readonly Edit[]) =>
    call<Preview>('POST', inEnvironment(environment, 'releases'), { edits, preview: true }),
  previewRollback: (environment: string, number: number) =>
    call<RollbackPreview>('GET', inEnvironment(environment, 'releases', number, 'rollback')),
  rollBack: (environment: string, number: number, reason: string) =>
    call<Release>('POST', inEnvironment(environment, 'releases', number, 'rollback'), { reason }),
};

export interface LogQuery {
  readonly environment?: string;
  readonly kind?: string;
  readonly actor?: string;
  readonly text?: string;
  readonly before?: number;
  readonly limit?: number;
}

export const log = {
  entries: (query: LogQuery) =>
    call<{ entries: Entry[]; next?: number }>('GET', path('log') + search(query)),
  one: (seq: number) => call<Entry>('GET', path('log', seq)),
  verify: () => call<Verification>('GET', path('log', 'verify')),
};

export const status = () => call<Status>('GET', path('status'));

function search(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([n, v]) => [n, String(v)]))}`;
}
