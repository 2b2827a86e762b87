// What `client.isActive` costs over the core's `isActive`: with a plain context, and with a request. Run by
// `npm run bench`; `--expose-gc` and a large young generation are needed to see every byte.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compile, type EvaluationContext, isActive, type Switch } from '@switchyard/core';
import { createClient, type RequestFlags } from '../src/index.ts';
import { messageOf } from '../src/testing/fake-server.ts';

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
const message = messageOf(Object.fromEntries(keys.map((key) => [key, percentage])));
const compiled = compile(message.ruleset, 1);
const inputs = { now: Date.now, isMember: () => false };

const nowhere = createServer((_request, response) => response.writeHead(503).end());
await new Promise<void>((resolve) => nowhere.listen(0, '127.0.0.1', resolve));
const flags = createClient<Request>({
  url: `http://127.0.0.1:${(nowhere.address() as AddressInfo).port}`,
  key: 'sys_bench',
  directory: false,
  bootstrap: message,
  identify: ({ user }) => ({ targetingKey: user }),
  onError: () => undefined,
});

interface Measured {
  readonly round: () => number;
  ns: number;
  bytes: number;
}
const measured: Record<string, Measured> = {
  'core, context': ready(contexts, (context: EvaluationContext, key) =>
    isActive(compiled, key, context, inputs),
  ),
  'client, context': ready(contexts, (context: EvaluationContext, key) =>
    flags.isActive(key, context),
  ),
  'client, request seen before': ready(requests, (request: Request, key) =>
    flags.isActive(key, request),
  ),
  'client, new request every 100 questions': ready(
    requests,
    (request: Request, key) => flags.isActive(key, request),
    'new Request(subject.user)',
  ),
  'client, forRequest once for 100 questions': ready(
    requests,
    (snapshot: RequestFlags, key) => snapshot.isActive(key),
    'flags.forRequest(new Request(subject.user))',
  ),
  'client, no subject': ready(contexts, (_, key) => flags.isActive(key)),
  'client, unknown switch': ready(contexts, (context: EvaluationContext) =>
    flags.isActive('unheard-of', context),
  ),
};

// Turn by turn, so that whatever else the machine does hits all of them.
for (let each = 0; each < ROUNDS; each++) Object.values(measured).forEach(measure);
await flags.close();
nowhere.close();

const rows = Object.entries(measured).map(([name, { ns, bytes }]) => [
  name,
  { ns: ns.toFixed(1), bytes: bytes.toFixed(2) },
]);
console.log(
  `One isActive of the Node SDK: best of ${ROUNDS} rounds of ${SUBJECTS} subjects × ${SWITCHES} switches`,
);
console.table(Object.fromEntries(rows));

/** A loop of its own for each, so that the engine may treat each as well as it can. */
function ready<Subject>(
  subjects: readonly unknown[],
  decide: (subject: Subject, key: string) => boolean,
  make = 'subject',
): Measured {
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

function measure(one: Measured) {
  const calls = SWITCHES * SUBJECTS;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  one.round();
  one.ns = Math.min(one.ns, Number(process.hrtime.bigint() - start) / calls);
  one.bytes = Math.min(one.bytes, Math.max(0, process.memoryUsage().heapUsed - before) / calls);
}
