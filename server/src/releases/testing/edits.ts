import type { Json } from '@switchyard/core';
import fc from 'fast-check';
import type { Edit } from '../edits.ts';

export const keys = ['a', 'b', 'c', 'a:x'];
const segments = ['s', 't'];

const rule = fc.record({
  id: fc.constantFrom('r1', 'r2'),
  conditions: fc.array(
    fc.constantFrom<Json>(
      { type: 'in-segment', segment: 's' },
      { type: 'in-segment', segment: 't' },
      { type: 'percentage', thousandths: 5_000 },
    ),
    { maxLength: 2 },
  ),
  serve: fc.constantFrom<Json>('on', 'off', { variant: 'v' }, { variant: 'w' }),
});

const switchFields = fc.record(
  {
    state: fc.constantFrom('off', 'conditional', 'on'),
    rules: fc.array(rule, { maxLength: 1 }),
    variants: fc.constantFrom<Json>(
      [],
      [{ key: 'v', value: 1 }],
      [
        { key: 'v', value: 1 },
        { key: 'w', value: 2 },
      ],
    ),
    defaultVariant: fc.constantFrom('v', 'w', null),
    requires: fc.array(fc.record({ switch: fc.constantFrom(...keys) }), { maxLength: 1 }),
    archived: fc.constantFrom(true, null),
    killed: fc.constantFrom(true, null),
  },
  { requiredKeys: [] },
);

/** Edits of a few switches and segments that refer to each other, so that many make sense together and many do not. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('switch' as const),
      key: fc.constantFrom(...keys),
      set: fc.option(switchFields, { freq: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('segment' as const),
      key: fc.constantFrom(...segments),
      set: fc.option(
        fc.record({ conditions: fc.constant([{ type: 'is-set', attribute: 'plan' }]) }),
        { freq: 2 },
      ),
    }),
  },
);
