import type { Condition } from '../conditions/index.ts';
import { percent } from '../percent.ts';
import { counted, enumerate, quoted } from './words.ts';

/** The middle of "a user who … ". Names no people: their keys, e-mails and addresses are only counted. */
export function describeCondition(condition: Condition): string {
  const describe = words[condition.type] as ((condition: Condition) => Phrase) | undefined;
  if (describe === undefined) return `fits ${quoted(condition.type)}, which is not known here`;
  const [verb, rest] = describe(condition);
  return `${condition.not ? negations[verb] : verb} ${rest}`;
}

/** `a user who … and …` */
export const describeConditions = (conditions: readonly Condition[]): string =>
  conditions.length === 0
    ? 'everybody'
    : `a user who ${enumerate(conditions.map(describeCondition), 'and')}`;

type Phrase = readonly [verb: keyof typeof negations, rest: string];

const negations = { is: 'is not', has: 'does not have', comes: 'does not come' };

const words: { [T in Condition['type']]: (condition: Extract<Condition, { type: T }>) => Phrase } =
  {
    'internal-users': () => ['is', 'an internal user'],
    percentage: ({ thousandths, by }) => [
      'is',
      `among ${percent(thousandths)}${by === undefined ? ' of users' : ` by ${by}`}`,
    ],
    'in-cohort': ({ cohort }) => ['is', `in the cohort ${cohort}`],
    'user-in': ({ users }) => [
      'is',
      users.length === 1 ? 'the listed user' : `one of ${users.length} listed users`,
    ],
    'in-segment': ({ segment }) => ['is', `in the segment ${segment}`],
    'attribute-in': ({ attribute, values }) => ['has', `${attribute} ${anyOf(attribute, values)}`],
    'is-set': ({ attribute }) => ['has', `any ${attribute}`],
    text: ({ attribute, operator, values, ignoreCase }) => [
      'has',
      `${attribute} ${textOperators[operator]} ${anyOf(attribute, values)}${ignoreCase ? ' in any case' : ''}`,
    ],
    number: ({ attribute, operator, value }) => [
      'has',
      `${attribute} ${comparisons[operator]} ${value}`,
    ],
    version: ({ attribute, operator, version }) => [
      'has',
      `${attribute} ${comparisons[operator]} ${version}`,
    ],
    date: ({ attribute, operator, date }) => {
      const when = operator === 'before' ? `before ${date}` : `at ${date} or later`;
      return attribute === undefined ? ['comes', when] : ['has', `${attribute} ${when}`];
    },
    'ip-in': ({ ranges, attribute = 'ip' }) => {
      const where = counted(ranges.length, 'address range');
      return attribute === 'ip' ? ['comes', `from ${where}`] : ['has', `${attribute} in ${where}`];
    },
  };

const textOperators = {
  equals: '=',
  contains: 'containing',
  starts: 'starting with',
  ends: 'ending with',
  wildcard: 'like',
};

const comparisons = { '=': '=', '<': '<', '<=': '≤', '>': '>', '>=': '≥' };

const aboutPeople = new Set(['email', 'ip', 'targetingKey', 'anonymousId']);

function anyOf(attribute: string, values: readonly string[]): string {
  if (aboutPeople.has(attribute) || values.some((value) => value.includes('@'))) {
    return `one of ${counted(values.length, 'text')}`;
  }
  const named = values.slice(0, values.length > 4 ? 3 : 4).map(quoted);
  const others = values.length - named.length;
  return enumerate(others > 0 ? [...named, `${others} more`] : named, 'or');
}
