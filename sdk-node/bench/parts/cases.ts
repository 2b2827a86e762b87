// What benchmarks of the Node SDK have in common: a client of a server that stands still, subjects, and loops that are measured
// turn by turn.
import type { EvaluationContext, Switch } from '@switchyard/core';
import { type Client, createClient, type RequestFlags } from '../../src/index.ts';
import { type FakeServer, fakeServer } from '../../src/testing/fake-server.ts';

export const SWITCHES = 100;
export const SUBJECTS = 10_000;
export const ROUNDS = 40;
/** Short rounds, and many: the best of them is one in which the machine did nothing else. */
const SUBJECTS_EACH = 1_000;

export class Request {
  readonly user: string;
  constructor(user: string) {
    this.user = user;
  }
}

const keys = Array.from({ length: SWITCHES }, (_, at) => `team-${at % 7}:feature-${at}`);
export const users: readonly string[] = Array.from({ length: SUBJECTS }, (_, at) =>
  JSON.parse(JSON.stringify(`user-${at * 7919}`)),
);
export const contexts = users.map((targetingKey): EvaluationContext => ({ targetingKey }));
export const requests = users.map((user) => new Request(user));

const percentage: Partial<Switch> = {
  state: 'conditional',
  rules: [{ id: '1', conditions: [{ type: 'percentage', thousandths: 37_500 }], serve: 'on' }],
};
const switches = Object.fromEntries(keys.map((key) => [key, percentage]));
const candidate = { switches, audience: { internal: true, thousandths: 50_000 } };
const measures = { request: { values: { slow: 300, cap: 900 } }, 'request.error': { users: true } };

/** Half of all get a candidate, measured or not; or nobody does. */
export type Rollout = 'nothing' | 'candidate' | 'measured candidate';

export async function serverWith(rollout: Rollout) {
  const server = await fakeServer(switches);
  if (rollout === 'candidate') server.rollOut(candidate);
  if (rollout === 'measured candidate') server.rollOut({ ...candidate, stage: 0, measures });
  return server;
}

export async function connected({ url }: FakeServer): Promise<Client<Request>> {
  const client = createClient<Request>({
    url,
    key: 'sys_bench',
    directory: false,
    identify: ({ user }) => ({ targetingKey: user }),
  });
  await client.ready();
  return client;
}

export interface Case {
  readonly round: () => number;
  ns: number;
  bytes: number;
}

/** Every way to ask `isActive`. */
export function waysToAsk(flags: Client<Request>): Record<string, Case> {
  const byRequest = (request: Request, key: string) => flags.isActive(key, request);
  return {
    context: ready(flags, contexts, (context: EvaluationContext, key) =>
      flags.isActive(key, context),
    ),
    'request seen before': ready(flags, requests, byRequest),
    'new request every 100 questions': ready(
      flags,
      requests,
      byRequest,
      'new Request(subject.user)',
    ),
    'forRequest once for 100 questions': ready(
      flags,
      requests,
      (snapshot: RequestFlags, key) => snapshot.isActive(key),
      'flags.forRequest(new Request(subject.user))',
    ),
    'no subject': ready(flags, contexts, (_, key) => flags.isActive(key)),
    'unknown switch': ready(flags, contexts, (context: EvaluationContext) =>
      flags.isActive('unheard-of', context),
    ),
  };
}

/** A loop of its own for each, so that the engine may treat each as well as it can. */
export function ready<Subject>(
  flags: Client<Request>,
  subjects: readonly unknown[],
  decide: (subject: Subject, key: string) => boolean,
  make = 'subject',
): Case {
  const loop = new Function(
    'subjects, keys, decide, flags, Request',
    `let yes = 0;
     for (const subject of subjects) {
       const asked = ${make};
       for (const key of keys) if (decide(asked, key)) yes++;
     }
     return yes;`,
  );
  let at = 0;
  const round = () => {
    at = (at + SUBJECTS_EACH) % SUBJECTS;
    return loop(subjects.slice(at, at + SUBJECTS_EACH), keys, decide, flags, Request);
  };
  for (let each = 0; each < 5; each++) round();
  return { round, ns: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
}

/** Turn by turn, so that whatever else the machine does hits all of them. */
export function measureAll(cases: readonly Case[], rounds = ROUNDS): void {
  for (let each = 0; each < rounds; each++) cases.forEach(measure);
}

function measure(one: Case) {
  const calls = SWITCHES * SUBJECTS_EACH;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  one.round();
  one.ns = Math.min(one.ns, Number(process.hrtime.bigint() - start) / calls);
  one.bytes = Math.min(one.bytes, Math.max(0, process.memoryUsage().heapUsed - before) / calls);
}

export const figures = (cases: Readonly<Record<string, Case>>) =>
  Object.fromEntries(
    Object.entries(cases).map(([name, { ns, bytes }]) => [
      name,
      { ns: ns.toFixed(1), bytes: bytes.toFixed(2) },
    ]),
  );

export const underName = (name: string, cases: Readonly<Record<string, Case>>) =>
  Object.fromEntries(Object.entries(cases).map(([way, one]) => [`${name}, ${way}`, one]));
