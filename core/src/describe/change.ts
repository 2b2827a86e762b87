import { type Cohort, emptyRuleset, type InternalUsers, type Segment } from '../ruleset.ts';
import { conditionsChange } from './conditions-change.ts';
import { moved, switchChange, turned } from './switch-change.ts';
import { difference } from './words.ts';

export type ThingKind = 'switch' | 'segment' | 'cohort' | 'internal-users';

/**
 * What changed about one thing, for people: one line each. `null` where it did not exist or no longer
 * does. Names nobody: people are only counted.
 */
export function describeChange(
  kind: ThingKind,
  before: object | null,
  after: object | null,
): string[] {
  if (after === null) return before === null ? [] : ['deleted'];
  const known = { ...nothing[kind], ...before };
  const lines = changes[kind](known as never, { ...nothing[kind], ...after } as never);
  return before === null && kind !== 'internal-users' ? ['created', ...lines] : lines;
}

/** What a new thing is compared with. */
const nothing = {
  switch: { state: 'off', rules: [], variants: [], requires: [], clientSide: false },
  segment: { conditions: [] },
  cohort: { open: false },
  'internal-users': emptyRuleset.internalUsers,
};

const changes = {
  switch: switchChange,

  segment: (before: Segment, after: Segment) => [
    ...moved('name', before.name, after.name),
    ...moved('description', before.description, after.description),
    ...conditionsChange(before.conditions, after.conditions, ''),
  ],

  cohort: (before: Cohort, after: Cohort) => [
    ...moved('title', before.title, after.title),
    ...moved('description', before.description, after.description),
    ...moved('feedback link', before.feedbackUrl, after.feedbackUrl),
    ...turned(before.open, after.open, 'opened for joining', 'closed for joining'),
    ...moved('most members', before.cap, after.cap),
    ...moved('joining ends', before.endsAt, after.endsAt),
  ],

  'internal-users': (before: InternalUsers, after: InternalUsers) =>
    Object.entries(lists).flatMap(([name, words]) => {
      const list = name as keyof InternalUsers;
      const changed = difference(before[list], after[list]);
      return changed === '' ? [] : [`internal user ${words}: ${changed}`];
    }),
} satisfies Record<ThingKind, unknown>;

const lists = { users: 'keys', emails: 'e-mails', domains: 'domains', ranges: 'address ranges' };
