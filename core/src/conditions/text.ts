import { lowerAscii } from '../ascii.ts';
import { attributeOf } from '../context.ts';
import { defineCondition } from './condition-type.ts';
import { attribute, choice, flag, optional, texts } from './field-kinds.ts';

export const text = defineCondition({
  type: 'text',
  label: 'has a text that',
  fields: {
    attribute,
    operator: choice('equals', 'contains', 'starts', 'ends', 'wildcard'),
    values: texts,
    ignoreCase: optional(flag),
  },

  prepare({ attribute, operator, values, ignoreCase }) {
    const wanted = ignoreCase ? values.map(lowerAscii) : values;
    const matchers = wanted.map(matcherFor[operator]);
    return (context) => {
      const actual = attributeOf(context, attribute);
      if (typeof actual !== 'string') return 'undecided';
      const compared = ignoreCase ? lowerAscii(actual) : actual;
      for (const matches of matchers) if (matches(compared)) return true;
      return false;
    };
  },
});

type Matcher = (actual: string) => boolean;

const matcherFor = {
  equals: (value: string) => (actual) => actual === value,
  contains: (value: string) => (actual) => actual.includes(value),
  starts: (value: string) => (actual) => actual.startsWith(value),
  ends: (value: string) => (actual) => actual.endsWith(value),
  wildcard,
} satisfies Record<string, (value: string) => Matcher>;

/** `*` stands for any characters or none. The pieces between are found from left to right. */
function wildcard(pattern: string): Matcher {
  const [first = '', ...middle] = pattern.split('*');
  const last = middle.pop();
  if (last === undefined) return (actual) => actual === first;

  return (actual) => {
    const end = actual.length - last.length;
    if (end < first.length || !actual.startsWith(first) || !actual.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = actual.indexOf(piece, at);
      at = found + piece.length;
      if (found < 0 || at > end) return false;
    }
    return true;
  };
}
