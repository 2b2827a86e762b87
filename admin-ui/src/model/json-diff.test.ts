import { expect, test } from 'vitest';
import { excerpt, jsonDiff } from './json-diff.ts';

const written = (before: unknown, after: unknown) =>
  jsonDiff(before, after).map(({ sign, text }) => `${sign}${text}`);

test('what stayed stays between what went and what came', () => {
  expect(written({ state: 'off', salt: 's' }, { state: 'on', salt: 's', rules: [] })).toEqual([
    ' {',
    '-  "state": "off",',
    '-  "salt": "s"',
    '+  "state": "on",',
    '+  "salt": "s",',
    '+  "rules": []',
    ' }',
  ]);
});

test('what is new has only come, what is gone has only gone, what is alike did neither', () => {
  expect(written(null, true)).toEqual(['+true']);
  expect(written(1, null)).toEqual(['-1']);
  expect(written({ a: 1 }, { a: 1 })).toEqual([' {', '   "a": 1', ' }']);
});

test('an excerpt has what changed and what stands around it', () => {
  const before = Array.from({ length: 20 }, (_, at) => at);
  const shown = excerpt(jsonDiff(before, before.with(10, 99)), 1);
  expect(shown.map((line) => line && `${line.sign}${line.text}`)).toEqual([
    undefined,
    '   9,',
    '-  10,',
    '+  99,',
    '   11,',
    undefined,
  ]);
});
