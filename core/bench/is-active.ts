// What one `isActive` costs, next to the least that any flag library has to do: look the switch up
// and hash the unit. Run by `npm run bench`; `--expose-gc` and a large young generation are needed
// to see every byte.
import murmurhash from 'murmurhash';
import {
  armOf,
  type Condition,
  compile,
  compileCandidate,
  type EvaluationContext,
  emptyRuleset,
  getsCandidate,
  type Inputs,
  isActive,
  murmur3,
  type Rule,
  type Switch,
  seedOf,
  threshold,
} from '../src/index.ts';

const SWITCHES = 100;
const CONTEXTS = 10_000;
const ROUNDS = 9;

const keys = Array.from({ length: SWITCHES }, (_, at) => `team-${at % 7}:feature-${at}`);
const contexts: EvaluationContext[] = Array.from({ length: CONTEXTS }, (_, at) => ({
  targetingKey: flat(`user-${at * 7919}`),
  email: flat(`someone.${at}@mail${at % 90}.example.net`),
  ip: flat(`203.0.${at >> 8}.${at & 255}`),
  plan: at % 3 === 0 ? 'team' : 'free',
  country: ['AT', 'DE', 'CH', 'IT', 'FR'][at % 5],
  appVersion: `4.${at % 12}.0`,
}));
const inputs: Inputs = { now: () => 1_800_000_000_000, isMember: () => false };

const percentage: Condition = { type: 'percentage', thousandths: 37_500 };
const rule = (id: string, serve: Rule['serve'], ...conditions: Condition[]): Rule => ({
  id,
  conditions,
  serve,
});
const kinds: Record<string, Partial<Switch>> = {
  constant: { state: 'on' },
  percentage: { rules: [rule('1', 'on', percentage)] },
  'internal users (50) + percentage': {
    rules: [rule('1', 'on', { type: 'internal-users' }), rule('2', 'on', percentage)],
  },
  'five rules and a split': {
    variants: ['a', 'b', 'c'].map((key) => ({ key, value: key })),
    rules: [
      rule('1', 'on', { type: 'internal-users' }),
      rule('2', 'off', { type: 'attribute-in', attribute: 'country', values: ['IT', 'FR'] }),
      rule('3', { variant: 'b' }, { type: 'in-segment', segment: 'teams' }, percentage),
      rule('4', 'off', { type: 'version', attribute: 'appVersion', operator: '<', version: '4.2' }),
      rule('5', { split: split(50_000, 30_000, 20_000) }),
    ],
  },
};

type Decide = (context: EvaluationContext, key: string) => boolean;
interface Measured {
  readonly round: () => number;
  ns: number;
  bytes: number;
}

const seeds = new Map(keys.map((key) => [key, seedOf(key)]));
const limit = threshold(37_500);
const bareWith =
  (hash: (text: string, seed: number) => number) => (context: EvaluationContext, key: string) =>
    hash(context.targetingKey as string, seeds.get(key) as number) < limit;
const measured: Record<string, Measured> = {
  'bare: Map.get + our murmur3': ready(bareWith(murmur3)),
  'bare: Map.get + npm murmurhash': ready(bareWith(murmurhash.v3)),
};
for (const [name, definition] of Object.entries(kinds)) {
  const compiled = compile(rulesetOf(definition), 1);
  measured[name] = ready((context, key) => isActive(compiled, key, context, inputs));
}

for (const [name, internal] of Object.entries({
  '50 %': false,
  'internal users (50) + 50 %': true,
})) {
  const ruleset = rulesetOf({ rules: [rule('1', 'on', percentage)] });
  const audience = { internal, thousandths: 50_000 };
  const about = { release: 2, salt: 'k3v9x2mq', startedAt: '', checksum: '' };
  const candidate = compileCandidate({ ...about, audience, ruleset }, ruleset);
  const live = compile(ruleset, 1);
  measured[`percentage, candidate out to ${name}`] = ready((context, key) => {
    const isIn = getsCandidate(armOf(candidate, context, inputs));
    return isActive(isIn ? candidate.compiled : live, key, context, inputs);
  });
}

// Turn by turn, so that whatever else the machine does hits all of them.
for (let each = 0; each < ROUNDS; each++) Object.values(measured).forEach(measure);

const bare = measured['bare: Map.get + our murmur3'] as Measured;
const rows = Object.entries(measured).map(([name, { ns, bytes }]) => [
  name,
  { ns: ns.toFixed(1), 'times bare': (ns / bare.ns).toFixed(2), bytes: bytes.toFixed(2) },
]);
console.log(
  `One isActive: best of ${ROUNDS} rounds of ${CONTEXTS} contexts × ${SWITCHES} switches`,
);
console.table(Object.fromEntries(rows));

/** A loop of its own for each, so that the engine may treat each as well as it can. */
function ready(decide: Decide): Measured {
  const loop = new Function(
    'contexts, keys, decide',
    'let yes = 0; for (const c of contexts) for (const k of keys) if (decide(c, k)) yes++; return yes;',
  );
  const round = () => loop(contexts, keys, decide);
  round();
  round();
  return { round, ns: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
}

function measure(one: Measured) {
  const calls = SWITCHES * CONTEXTS;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  one.round();
  one.ns = Math.min(one.ns, Number(process.hrtime.bigint() - start) / calls);
  one.bytes = Math.min(one.bytes, Math.max(0, process.memoryUsage().heapUsed - before) / calls);
}

function rulesetOf(definition: Partial<Switch>) {
  const one: Switch = {
    state: 'conditional',
    rules: [],
    variants: [],
    requires: [],
    clientSide: false,
    ...definition,
  };
  return {
    ...emptyRuleset,
    switches: Object.fromEntries(keys.map((key) => [key, one])),
    segments: {
      teams: {
        conditions: [
          { type: 'text', attribute: 'plan', operator: 'equals', values: ['team'] },
        ] as const,
      },
    },
    internalUsers: {
      users: Array.from({ length: 20 }, (_, at) => `staff-${at}`),
      emails: Array.from({ length: 20 }, (_, at) => `staff.${at}@example.com`),
      domains: ['example.com', 'example.org', 'corp.example', 'dev.example', 'qa.example'],
      ranges: ['10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32', '198.51.100.7', '198.51.100.8'],
    },
  };
}

function split(...weights: number[]) {
  return weights.map((weight, at) => ({ variant: 'abc'[at] as string, weight }));
}

/** As it would come out of a parser: in one piece. */
function flat(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
