// What `client.isActive` costs over the core's `isActive`: with a plain context, and with a request; with a
// candidate out, measured or not, and without. And what it costs to count. Run by `npm run bench`; `--expose-gc` and a large
// young generation are needed to see every byte.
import { compile, type EvaluationContext, isActive, type Switch } from '@switchyard/core';
import { countRequest } from '../src/counting.ts';
import { type Client, createClient, type RequestFlags } from '../src/index.ts';
import { type FakeServer, fakeServer } from '../src/testing/fake-server.ts';

const SWITCHES = 100;
const SUBJECTS = 10_000;
const ROUNDS = 9;

class Request {
  readonly user: string;
  constructor(user: string) {
    this.user = user;
  }
}

const keys = Array.from({ length: SWITCHES }, (_, at) => `team-${at % 7}:feature-${at}`);
const users = Array.from({ length: SUBJECTS }, (_, at) =>
  JSON.parse(JSON.stringify(`user-${at * 7919}`)),
);
const contexts = users.map((targetingKey): EvaluationContext => ({ targetingKey }));
const requests = users.map((user) => new Request(user));

const percentage: Partial<Switch> = {
  state: 'conditional',
  rules: [{ id: '1', conditions: [{ type: 'percentage', thousandths: 37_500 }], serve: 'on' }],
};
const switches = Object.fromEntries(keys.map((key) => [key, percentage]));
const live = await fakeServer(switches);
const rolling = await fakeServer(switches);
const candidate = { switches, audience: { internal: true, thousandths: 50_000 } };
rolling.rollOut(candidate);
const measured = await fakeServer(switches);
measured.rollOut({
  ...candidate,
  stage: 0,
  measures: { request: { values: { slow: 300, cap: 900 } }, 'request.error': { users: true } },
});
const compiled = compile(live.message.ruleset, 1);
const inputs = { now: Date.now, isMember: () => false };
const flags = await connected(live);
const flagsOfCandidate = await connected(rolling);
const flagsMeasured = await connected(measured);

interface Case {
  readonly round: () => number;
  ns: number;
  bytes: number;
}
const cases: Record<string, Case> = {
  'core, context': ready(flags, contexts, (context: EvaluationContext, key) =>
    isActive(compiled, key, context, inputs),
  ),
  ...casesOf(flags, 'client'),
  ...casesOf(flagsOfCandidate, 'candidate out'),
  ...casesOf(flagsMeasured, 'measured'),
  'track, request seen before': tracking(flagsMeasured, requests, 'subject'),
  'track, new request every 100 times': tracking(
    flagsMeasured,
    requests,
    'new Request(subject.user)',
  ),
  'track, context': tracking(flagsMeasured, contexts, 'subject'),
  'track, another user each time': everybody(flagsMeasured),
  'middleware: a request begun, counted, with its milliseconds': counted(flagsMeasured),
};

// Turn by turn, so that whatever else the machine does hits all of them.
for (let each = 0; each < ROUNDS; each++) Object.values(cases).forEach(measure);
await Promise.all([flags.close(), flagsOfCandidate.close(), flagsMeasured.close()]);
await Promise.all([live.stop(), rolling.stop(), measured.stop()]);

const rows = Object.entries(cases).map(([name, { ns, bytes }]) => [
  name,
  { ns: ns.toFixed(1), bytes: bytes.toFixed(2) },
]);
console.log(
  `One isActive of the Node SDK: best of ${ROUNDS} rounds of ${SUBJECTS} subjects × ${SWITCHES} switches`,
);
console.table(Object.fromEntries(rows));

async function connected({ url }: FakeServer): Promise<Client<Request>> {
  const client = createClient<Request>({
    url,
    key: 'sys_bench',
    directory: false,
    identify: ({ user }) => ({ targetingKey: user }),
  });
  await client.ready();
  return client;
}

function casesOf(flags: Client<Request>, name: string): Record<string, Case> {
  const byRequest = (request: Request, key: string) => flags.isActive(key, request);
  return {
    [`${name}, context`]: ready(flags, contexts, (context: EvaluationContext, key) =>
      flags.isActive(key, context),
    ),
    [`${name}, request seen before`]: ready(flags, requests, byRequest),
    [`${name}, new request every 100 questions`]: ready(
      flags,
      requests,
      byRequest,
      'new Request(subject.user)',
    ),
    [`${name}, forRequest once for 100 questions`]: ready(
      flags,
      requests,
      (snapshot: RequestFlags, key) => snapshot.isActive(key),
      'flags.forRequest(new Request(subject.user))',
    ),
    [`${name}, no subject`]: ready(flags, contexts, (_, key) => flags.isActive(key)),
    [`${name}, unknown switch`]: ready(flags, contexts, (context: EvaluationContext) =>
      flags.isActive('unheard-of', context),
    ),
  };
}

/** A loop of its own for each, so that the engine may treat each as well as it can. */
function ready<Subject>(
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
  const round = () => loop(subjects, keys, decide, flags, Request);
  round();
  round();
  return { round, ns: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
}

/** Half of what happens has a value. */
function tracking(flags: Client<Request>, subjects: readonly unknown[], make: string) {
  let turn = 0;
  const track = (subject: Request) => {
    flags.track('request', subject, (turn++ & 1) === 0 ? 120 : undefined);
    return true;
  };
  return ready(flags, subjects, track, make);
}

/** Nobody twice in a row: every time a user has to be hashed. */
function everybody(flags: Client<Request>) {
  let turn = 0;
  const track = () => {
    flags.track('request', contexts[turn++ % SUBJECTS], 120);
    return true;
  };
  return ready(flags, contexts, track);
}

/** What the middlewares do, for a new user each time. */
function counted(flags: Client<Request>) {
  let turn = 0;
  const count = () => {
    const began = performance.now();
    countRequest(flags.forRequest(new Request(users[turn++ % SUBJECTS])), began, 200);
    return true;
  };
  return ready(flags, contexts, count);
}

function measure(one: Case) {
  const calls = SWITCHES * SUBJECTS;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  one.round();
  one.ns = Math.min(one.ns, Number(process.hrtime.bigint() - start) / calls);
  one.bytes = Math.min(one.bytes, Math.max(0, process.memoryUsage().heapUsed - before) / calls);
}
