import type {
  BadgeSettings,
  Edit,
  EnvironmentState,
  FleetApp,
  Metadata,
  PolicyEdit,
  Roles,
  SdkKey,
} from './api-types.ts';
import { answered } from './call.ts';
import { api } from './client.ts';
import type { Span } from './model/ranges.ts';

type Changed<T> = { readonly [N in keyof T]?: T[N] | null };

const ofEnvironment = api.environments[':environment'];
const ofRelease = ofEnvironment.releases[':number'];
const ofSwitch = ofEnvironment.switches[':key'];
const inEnvironment = (environment: string) => ({ environment: encodeURIComponent(environment) });
const withKey = (key: string) => ({ key: encodeURIComponent(key) });
const withId = (id: string) => ({ id: encodeURIComponent(id) });

export const session = {
  current: () => answered(api.session.$get()),
  signIn: (email: string, password: string) =>
    answered(api.session.$post({ json: { email, password } })),
  useLink: (token: string) => answered(api.session.link.$post({ json: { token } })),
  change: (json: { name?: string; email?: string; password?: string; currentPassword?: string }) =>
    answered(api.session.$patch({ json })),
  end: () => answered(api.session.$delete()),
};

export const people = {
  all: () => answered(api.people.$get()),
  invite: (json: { name: string; email: string; roles: Roles }) =>
    answered(api.people.$post({ json })),
  change: (
    id: string,
    json: { name?: string; email?: string; roles?: Roles; isDisabled?: boolean },
  ) => answered(api.people[':id'].$patch({ param: withId(id), json })),
  newLink: (id: string) => answered(api.people[':id'].link.$post({ param: withId(id) })),
};

export const tokens = {
  all: () => answered(api.tokens.$get()),
  create: (json: { name: string; roles: Roles; expiresAt?: string }) =>
    answered(api.tokens.$post({ json })),
  revoke: (id: string) => answered(api.tokens[':id'].$delete({ param: withId(id) })),
};

export const environments = {
  all: () => answered(api.environments.$get()),
  create: (json: { key: string; name: string; policy: PolicyEdit }) =>
    answered(api.environments.$post({ json })),
  change: (key: string, json: { name?: string; policy?: PolicyEdit }) =>
    answered(ofEnvironment.$patch({ param: inEnvironment(key), json })),
  state: (key: string): Promise<EnvironmentState> =>
    answered(ofEnvironment.ruleset.$get({ param: inEnvironment(key) }) as Promise<never>),
  unknown: (key: string) => answered(ofEnvironment.unknown.$get({ param: inEnvironment(key) })),
  ignoreUnknown: (environment: string, json: { key: string; isIgnored: boolean }) =>
    answered(ofEnvironment.unknown.$post({ param: inEnvironment(environment), json })),
};

type NewSdkKey = Pick<SdkKey, 'name' | 'kind'> & Partial<Pick<SdkKey, 'channel'>>;

const ofCohort = ofEnvironment.cohorts[':cohort'].members;
/** Keys of users stand in the query: some mean something else in a path. */
const ofUser = (environment: string, user: string) => ({
  param: { ...inEnvironment(environment), user: '-' },
  query: { user },
});

/** Who opted in: data about people, not config. */
export const cohorts = {
  sizes: async (environment: string) =>
    (await answered(ofEnvironment.cohorts.$get({ param: inEnvironment(environment) }))).members,
  members: (environment: string, cohort: string, query: { search?: string; limit: number }) =>
    answered(
      ofCohort.$get({
        param: { ...inEnvironment(environment), cohort: encodeURIComponent(cohort) },
        query: { ...query, limit: String(query.limit) },
      }),
    ),
  put: (environment: string, cohort: string, user: string) => {
    const { param, query } = ofUser(environment, user);
    return answered(
      ofCohort[':user'].$put({ param: { ...param, cohort: encodeURIComponent(cohort) }, query }),
    );
  },
  take: (environment: string, cohort: string, user: string) => {
    const { param, query } = ofUser(environment, user);
    return answered(
      ofCohort[':user'].$delete({
        param: { ...param, cohort: encodeURIComponent(cohort) },
        query,
      }),
    );
  },
  ofUser: (environment: string, user: string) =>
    answered(ofEnvironment.users[':user']['opt-ins'].$get(ofUser(environment, user))),
  erase: (environment: string, user: string) =>
    answered(ofEnvironment.users[':user']['opt-ins'].$delete(ofUser(environment, user))),
  exportAddress: (environment: string, user: string) =>
    `/api/environments/${encodeURIComponent(environment)}/users/-/opt-ins?${new URLSearchParams({ user })}`,
};

export const sdkKeys = {
  all: (environment: string) =>
    answered(ofEnvironment.keys.$get({ param: inEnvironment(environment) })),
  create: (environment: string, json: NewSdkKey) =>
    answered(ofEnvironment.keys.$post({ param: inEnvironment(environment), json })),
  revoke: (environment: string, id: string) =>
    answered(
      ofEnvironment.keys[':id'].$delete({
        param: { ...inEnvironment(environment), ...withId(id) },
      }),
    ),
};

export const secrets = {
  all: (environment: string) =>
    answered(ofEnvironment.secrets.$get({ param: inEnvironment(environment) })),
  rotate: (environment: string) =>
    answered(ofEnvironment.secrets.$post({ param: inEnvironment(environment) })),
  retire: (environment: string, id: string) =>
    answered(
      ofEnvironment.secrets[':id'].$delete({
        param: { ...inEnvironment(environment), ...withId(id) },
      }),
    ),
};

export const switches = {
  all: () => answered(api.switches.$get()),
  one: (key: string) => answered(api.switches[':key'].$get({ param: withKey(key) })),
  create: (json: { key: string } & Partial<Metadata>) => answered(api.switches.$post({ json })),
  describe: (key: string, json: Changed<Metadata>) =>
    answered(api.switches[':key'].$patch({ param: withKey(key), json: json as Partial<Metadata> })),
  remove: (key: string) => answered(api.switches[':key'].$delete({ param: withKey(key) })),
  experiment: (environment: string, key: string, event: string) =>
    answered(
      ofSwitch.experiment.$get({
        param: { ...inEnvironment(environment), ...withKey(key) },
        query: event === '' ? {} : { event },
      }),
    ),
  kill: (environment: string, key: string, reason: string) =>
    answered(
      ofSwitch.kill.$post({
        param: { ...inEnvironment(environment), ...withKey(key) },
        json: { reason },
      }),
    ),
  revive: (environment: string, key: string, reason: string) =>
    answered(
      ofSwitch.revive.$post({
        param: { ...inEnvironment(environment), ...withKey(key) },
        json: { reason },
      }),
    ),
};

export const releases = {
  latest: (environment: string, query: { before?: number; limit?: number }) =>
    answered(ofEnvironment.releases.$get({ param: inEnvironment(environment), query })),
  publish: (environment: string, edits: Edit[], reason: string) =>
    answered(
      ofEnvironment.releases.$post({ param: inEnvironment(environment), json: { reason, edits } }),
      201,
    ),
  preview: (environment: string, edits: Edit[]) =>
    answered(
      ofEnvironment.releases.$post({
        param: inEnvironment(environment),
        json: { edits, preview: true },
      }),
      200,
    ),
  previewRollback: (environment: string, number: number) =>
    answered(
      ofRelease.rollback.$get({ param: { ...inEnvironment(environment), number: String(number) } }),
    ),
  rollBack: (environment: string, number: number, reason: string) =>
    answered(
      ofRelease.rollback.$post({
        param: { ...inEnvironment(environment), number: String(number) },
        json: { reason },
      }),
    ),
};

/** Back to how everything was after an entry of the deploy log. */
export const backToHere = {
  preview: (environment: string, entry: number, code: boolean) =>
    answered(
      ofEnvironment.rollback.$get({
        param: inEnvironment(environment),
        query: { entry: String(entry), code: code ? 'true' : 'false' },
      }),
    ),
  go: (environment: string, json: { entry: number; code: boolean; reason: string }) =>
    answered(ofEnvironment.rollback.$post({ param: inEnvironment(environment), json })),
};

export interface LogQuery {
  readonly environment?: string | undefined;
  readonly app?: string | undefined;
  readonly kind?: 'config' | 'code' | 'note' | 'audit' | 'all' | undefined;
  readonly actor?: string | undefined;
  readonly search?: string | undefined;
  readonly switch?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: number | undefined;
  readonly limit?: number;
}

export const log = {
  entries: (query: LogQuery) => answered(api.log.$get({ query })),
  one: (seq: number) => answered(api.log[':seq'].$get({ param: { seq: String(seq) } })),
  note: (json: { text: string; environment?: string; app?: string }) =>
    answered(api.log.notes.$post({ json })),
  verify: () => answered(api.log.verify.$get()),
  csvAddress: (query: LogQuery) => `/api/log.csv${searchOf(query)}`,
  /** Of the last 30 days, where nothing else is asked for. */
  annotationsAddress: (query: LogQuery, now: number) =>
    `/api/log/annotations${searchOf({ ...query, from: query.from ?? new Date(now - 30 * 86_400_000).toISOString() })}`,
};

function searchOf(query: LogQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][])}`;
}

export const status = () => answered(api.status.$get());

export const deploys = {
  summary: (environment?: string) =>
    answered(api.deploys.summary.$get({ query: environment === undefined ? {} : { environment } })),
};

export const badge = {
  settings: () => answered(api.settings.badge.$get()),
  change: (json: BadgeSettings) => answered(api.settings.badge.$put({ json })),
};

export const fleet = {
  of: (environment: string) =>
    answered(ofEnvironment.fleet.$get({ param: inEnvironment(environment) })),
  setApp: (environment: string, app: string, json: Pick<FleetApp, 'isLogOnly' | 'share'>) =>
    answered(
      ofEnvironment.apps[':app'].$put({
        param: { ...inEnvironment(environment), app: encodeURIComponent(app) },
        json,
      }),
    ),
};

const ofHook = ofEnvironment.hooks[':id'];

export const hooks = {
  all: (environment: string) =>
    answered(ofEnvironment.hooks.$get({ param: inEnvironment(environment) })),
  create: (environment: string, json: { app: string; url: string }) =>
    answered(ofEnvironment.hooks.$post({ param: inEnvironment(environment), json })),
  remove: (environment: string, id: string) =>
    answered(ofHook.$delete({ param: { ...inEnvironment(environment), ...withId(id) } })),
  test: (environment: string, id: string) =>
    answered(ofHook.test.$post({ param: { ...inEnvironment(environment), ...withId(id) } })),
  deliveries: (environment: string, id: string) =>
    answered(ofHook.deliveries.$get({ param: { ...inEnvironment(environment), ...withId(id) } })),
};

const spanQuery = ({ from, to }: Span) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

export const metrics = {
  known: (environment: string) =>
    answered(ofEnvironment.metrics.$get({ param: inEnvironment(environment) })),
  history: (environment: string, event: string, span: Span) =>
    answered(
      ofEnvironment.metrics[':event'].$get({
        param: { ...inEnvironment(environment), event: encodeURIComponent(event) },
        query: spanQuery(span),
      }),
    ),
  address: (environment: string, event: string, span: Span) =>
    `/api/environments/${encodeURIComponent(environment)}/metrics/${encodeURIComponent(event)}?${new URLSearchParams(spanQuery(span))}`,
};
