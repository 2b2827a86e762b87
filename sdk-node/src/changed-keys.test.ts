import { emptyRuleset, type Ruleset, type Switch } from '@switchyard/core';
import { expect, test } from 'vitest';
import { changedKeys } from './changed-keys.ts';
import { definition } from './testing/fake-server.ts';

const when = (...conditions: Switch['rules'][number]['conditions']) =>
  definition({ state: 'conditional', rules: [{ id: 'r1', conditions, serve: 'on' }] });

const before: Ruleset = {
  switches: {
    alone: definition(),
    parent: definition(),
    'parent:child': definition(),
    'parent:child:grandchild': definition(),
    needy: definition({ requires: [{ switch: 'parent' }] }),
    neediest: definition({ requires: [{ switch: 'needy', variant: 'on' }] }),
    staff: when({ type: 'internal-users' }),
    viaSegment: when({ type: 'in-segment', segment: 'staff' }),
    viaPlan: when({ type: 'in-segment', segment: 'plan' }),
    beta: when({ type: 'in-cohort', cohort: 'beta' }),
    sometime: when({ type: 'a-type-of-the-future' } as never),
  },
  segments: {
    staff: { conditions: [{ type: 'internal-users' }] },
    plan: { conditions: [{ type: 'is-set', attribute: 'plan' }] },
  },
  cohorts: { beta: { title: 'Beta', open: true } },
  internalUsers: emptyRuleset.internalUsers,
};
const switches = (set: Record<string, Switch>): Ruleset => ({
  ...before,
  switches: { ...before.switches, ...set },
});
const { alone: _, ...withoutAlone } = before.switches;

test.each<[string, Ruleset, string[]]>([
  ['nothing', before, []],
  ['nothing, told anew', structuredClone(before), []],
  ['a definition', switches({ alone: definition({ state: 'off' }) }), ['alone']],
  ['a switch added', switches({ added: definition() }), ['added']],
  ['a switch removed', { ...before, switches: withoutAlone }, ['alone']],
  [
    'what others depend on',
    switches({ parent: definition({ state: 'off' }) }),
    ['parent', 'parent:child', 'parent:child:grandchild', 'needy', 'neediest'],
  ],
  [
    'the internal users',
    { ...before, internalUsers: { ...before.internalUsers, users: ['alice'] } },
    ['staff', 'viaSegment'],
  ],
  [
    'a segment',
    { ...before, segments: { staff: { conditions: [] }, plan: before.segments.plan as never } },
    ['viaSegment'],
  ],
  [
    'a segment removed',
    { ...before, segments: { staff: before.segments.staff as never } },
    ['viaPlan'],
  ],
  ['a cohort', { ...before, cohorts: {} }, ['beta']],
  [
    'only the title of a cohort',
    { ...before, cohorts: { beta: { title: 'New', open: true } } },
    [],
  ],
])('a change of %s', (_, after, keys) => {
  expect(changedKeys(before, after)).toEqual(keys);
});

test('a switch may be called as what every object inherits', () => {
  const added = Object.fromEntries([['constructor', before.switches.staff as never]]);
  const after = { ...before, switches: { ...before.switches, ...added } };
  expect(changedKeys(before, after)).toEqual(['constructor']);
});
