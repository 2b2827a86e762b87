import { frozenAt } from '../environments/freeze.ts';
import type { Policy } from '../environments/policy.ts';
import { localInWords } from '../environments/zone.ts';
import type { ChangeFacts, Facts } from './commands.ts';
import type { Blocker } from './outcome.ts';
import { approvalsNeeded, mayExpress } from './policy.ts';
import {
  type Group,
  headOf,
  isExpress,
  isMoving,
  movingGroup,
  type Rider,
  type Train,
} from './train.ts';
import { titled } from './words.ts';

/** Everything in the way of a group's departure, at once. */
export function blockersOf(
  train: Train,
  group: Group,
  facts: Facts,
  policy: Policy,
  at: number,
): Blocker[] {
  return [
    ...trafficOf(train, group, policy, at),
    ...ofChecks(group, policy),
    ...group.riders.flatMap((rider) => ofRider(rider, group, facts, policy)),
    ...facts.problems.map((each) => stops('invalid', 'nobody', each)),
  ];
}

/** What has nothing to do with what the group wants to change. */
export const trafficOf = (train: Train, group: Group, policy: Policy, at: number): Blocker[] => [
  ...ofLine(train, group),
  ...ofCalendar(policy, at),
];

function ofLine(train: Train, group: Group): Blocker[] {
  const moving = movingGroup(train);
  const head = headOf(train);
  const ahead =
    isExpress(group) || head === undefined || head.id === group.id || isMoving(head)
      ? undefined
      : head;
  return [
    ...train.holds.map(({ by, reason }) =>
      waits('hold', 'nobody', `${by.name} holds the train: ${reason}`),
    ),
    ...(moving ? [waits('busy', 'nobody', `Group ${moving.id} is still rolling out`)] : []),
    ...(ahead ? [waits('behind', 'nobody', `Group ${ahead.id} is ahead of it`)] : []),
  ];
}

function ofCalendar({ freezes, who }: Policy, at: number): Blocker[] {
  const freeze = frozenAt(freezes, at);
  if (freeze === undefined) return [];
  const until = localInWords(freeze.until, freeze.timeZone);
  return [waits('freeze', who.override, `Nothing departs until ${until}: ${freeze.reason}`)];
}

function ofChecks(group: Group, { isPrincessRequired, who }: Policy): Blocker[] {
  if (!isPrincessRequired || isExpress(group) || group.station !== 'waiting') return [];
  return [stops('princess', who.override, `Group ${group.id} has not been to princess`)];
}

function ofRider(rider: Rider, group: Group, facts: Facts, policy: Policy): Blocker[] {
  const { override } = policy.who;
  const { change, author, mark } = rider;
  const title = titled(rider);
  const known = facts.changes.find((each) => each.change === change) ?? nothing(change);
  const needed = approvalsNeeded(policy, group);
  // Who has not seen it on princess cannot have an opinion of it.
  const isAsked = !isExpress(group) && (group.station !== 'waiting' || !policy.isPrincessRequired);
  return [
    ...(isExpress(group) && !mayExpress(policy, rider.extent)
      ? [stops('invalid', 'nobody', `${title} may not leave at once here any more`, change)]
      : []),
    ...(mark === 'uh-oh'
      ? [stops('uh-oh', override, `${author.name} says uh-oh to ${title}`, change)]
      : []),
    ...(mark === null && isAsked
      ? [stops('unmarked', override, `${author.name} has not said good to ${title}`, change)]
      : []),
    ...(known.approvals < needed
      ? [
          waits(
            'approvals',
            'admin',
            `${title} has ${known.approvals} of ${needed} approvals`,
            change,
          ),
        ]
      : []),
    ...known.conflicts.map((each) => stops('conflict', 'nobody', `${title}: ${each}`, change)),
    ...known.waitsFor.map((each) => waits('code', override, `${title} waits for ${each}`, change)),
  ];
}

/** Silence is not health. */
const nothing = (change: string): ChangeFacts => ({
  change,
  approvals: 0,
  conflicts: ['nothing is known of it'],
  waitsFor: [],
});

const blocker =
  (severity: Blocker['severity']) =>
  (
    type: Blocker['type'],
    override: Blocker['override'],
    message: string,
    change: string | null = null,
  ): Blocker => ({ type, severity, message, override, change });
const [waits, stops] = [blocker('waits'), blocker('stops')];
