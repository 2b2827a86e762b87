import { createHmac } from 'node:crypto';
import {
  ancestorsOf,
  type Condition,
  canonicalJson,
  conditionTypes,
  emptyRuleset,
  type Rule,
  type Ruleset,
  type Segment,
  type Switch,
} from '@switchyard/core';

/** What a server says in a browser's ruleset in place of a question about people. */
interface Answer {
  readonly type: 'answer';
  readonly id: string;
}

/** A ruleset for browsers, and what it asks the server. */
export interface Asking {
  readonly ruleset: Ruleset;
  /** By the id of its answer, as a switch: where that is active, the answer is yes. */
  readonly questions: ReadonlyMap<string, Switch>;
}

/**
 * What browsers get: only switches that are for them, and nothing about people. Conditions about people, and
 * switches that browsers are not told of but on which others depend, become questions that only the server can
 * answer. Without an answer such a condition does not hold: a browser rather serves off.
 */
export function askingOf(ruleset: Ruleset, answerKey: string): Asking {
  const answers = new Map<string, Answer>();
  const questions = new Map<string, Switch>();
  const answerTo = (question: object, asked: Partial<Switch>): Answer => {
    const text = canonicalJson(question);
    const id = () => createHmac('sha256', answerKey).update(text).digest('base64url');
    const answer = answers.get(text) ?? { type: 'answer', id: id() };
    answers.set(text, answer);
    questions.set(answer.id, { ...unasked, ...asked });
    return answer;
  };
  const answerToGate = ({ gate, variant }: Gate) =>
    answerTo(variant === undefined ? { gate } : { gate, variant }, {
      state: 'on',
      requires: [variant === undefined ? { switch: gate } : { switch: gate, variant }],
    }) as unknown as Condition;
  const answerToCondition = (condition: Condition, salt: string) => {
    // A share of a segment falls differently for each switch that asks for it.
    const isByChance = isShared(condition, ruleset);
    return answerTo(isByChance ? { condition, salt } : condition, {
      state: 'conditional',
      rules: [{ id: 'asked', conditions: [condition], serve: 'on' }],
      salt,
    }) as unknown as Condition;
  };

  const switches: Record<string, Switch> = {};
  for (const [key, definition] of Object.entries(ruleset.switches)) {
    if (!definition.clientSide) continue;
    const gates = hiddenGates(ruleset, key, definition);
    const isClosed = gates.some(({ outcome }) => outcome === 'closed');
    const depending = gates.filter(({ outcome }) => outcome === 'depends');
    const asked = depending.map(answerToGate);
    const shownConditions = (conditions: readonly Condition[]) =>
      conditions.map((each) =>
        isAboutPeople(each, ruleset) ? answerToCondition(each, definition.salt ?? key) : each,
      );
    switches[key] = {
      ...withRules(isClosed ? { ...definition, state: 'off' } : definition, asked, shownConditions),
      requires: definition.requires.filter((each) => ruleset.switches[each.switch]?.clientSide),
    };
  }
  return {
    ruleset: { ...emptyRuleset, switches, ...referredTo(ruleset, switches) },
    questions,
  };
}

const unasked: Switch = {
  state: 'off',
  rules: [],
  variants: [],
  requires: [],
  clientSide: false,
};

/** Only what is evaluated stays: no rules of switches that are on or off, no names. */
function withRules(
  definition: Switch,
  asked: readonly Condition[],
  shown: (conditions: readonly Condition[]) => Condition[],
): Switch {
  if (definition.state === 'off') return { ...definition, rules: [] };
  if (definition.state === 'on') {
    if (asked.length === 0) return { ...definition, rules: [] };
    const rule: Rule = { id: 'gate', conditions: asked, serve: 'on' };
    return { ...definition, state: 'conditional', rules: [rule] };
  }
  const rules = definition.rules.map(({ id, conditions, serve }) => ({
    id,
    conditions: [...asked, ...shown(conditions)],
    serve,
  }));
  return { ...definition, rules };
}

interface Gate {
  readonly gate: string;
  readonly variant?: string;
  readonly outcome: Outcome;
}
type Outcome = 'open' | 'closed' | 'depends';

/** The switches that must be active for this one, and that browsers are not told of. */
const hiddenGates = (ruleset: Ruleset, key: string, definition: Switch): Gate[] =>
  gatesOf(ruleset, key, definition)
    .filter(([gate]) => !ruleset.switches[gate]?.clientSide)
    .map(([gate, variant]) => ({
      gate,
      ...(variant !== undefined && { variant }),
      outcome: outcomeOf(ruleset, gate, variant, 0),
    }));

const gatesOf = (ruleset: Ruleset, key: string, { requires }: Switch) => [
  ...ancestorsOf(key)
    .filter((each) => Object.hasOwn(ruleset.switches, each))
    .map((each) => [each, undefined] as const),
  ...requires.map((each) => [each.switch, each.variant] as const),
];

const MOST_LEVELS = 20;

/** What a gate is for everybody, as far as that can be said without asking who it is. */
function outcomeOf(
  ruleset: Ruleset,
  key: string,
  variant: string | undefined,
  level: number,
): Outcome {
  const definition = ruleset.switches[key];
  if (definition === undefined || definition.state === 'off') return 'closed';
  if (level > MOST_LEVELS) return 'depends';
  const own = ownOutcome(definition, variant);
  const others = gatesOf(ruleset, key, definition).map((gate) =>
    outcomeOf(ruleset, ...gate, level + 1),
  );
  const all = [own, ...others];
  return all.includes('closed') ? 'closed' : all.includes('depends') ? 'depends' : 'open';
}

function ownOutcome(definition: Switch, variant: string | undefined): Outcome {
  if (definition.state === 'conditional') return definition.rules.length > 0 ? 'depends' : 'closed';
  const served = definition.defaultVariant ?? definition.variants[0]?.key ?? 'on';
  return variant === undefined || variant === served ? 'open' : 'closed';
}

const personalTypes = new Set<unknown>(['internal-users', 'user-in', 'ip-in']);
const personalAttributes = new Set<unknown>(['targetingKey', 'anonymousId', 'email', 'ip']);
const knownTypes = new Set<unknown>(conditionTypes.map(({ type }) => type));

function isAboutPeople(condition: Condition, { segments }: Ruleset): boolean {
  if (condition.type === 'in-segment') {
    const segment = segments[condition.segment];
    return segment?.conditions.some((each) => isAboutPeople(each, { ...emptyRuleset })) ?? false;
  }
  return (
    !knownTypes.has(condition.type) ||
    personalTypes.has(condition.type) ||
    ('attribute' in condition && personalAttributes.has(condition.attribute)) ||
    JSON.stringify(condition).includes('@')
  );
}

const isShared = (condition: Condition, { segments }: Ruleset) =>
  condition.type === 'in-segment' &&
  (segments[condition.segment]?.conditions.some(({ type }) => type === 'percentage') ?? false);

/** The segments and cohorts that are asked for, and of those only what evaluation reads. */
function referredTo(
  ruleset: Ruleset,
  switches: Readonly<Record<string, Switch>>,
): Pick<Ruleset, 'segments' | 'cohorts'> {
  const conditions = Object.values(switches).flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.conditions),
  );
  const segments: Record<string, Segment> = {};
  for (const condition of conditions) {
    const segment = condition.type === 'in-segment' && ruleset.segments[condition.segment];
    if (segment) segments[condition.segment] = { conditions: segment.conditions };
  }
  const asked = [...conditions, ...Object.values(segments).flatMap((each) => each.conditions)];
  const cohorts: Ruleset['cohorts'] = Object.fromEntries(
    asked.flatMap((condition) => {
      const cohort = condition.type === 'in-cohort' && ruleset.cohorts[condition.cohort];
      return cohort
        ? [[condition.cohort, { title: cohort.title, open: cohort.open }] as const]
        : [];
    }),
  );
  return { segments, cohorts };
}
