import { frozenAt } from '../environments/freeze.ts';
import type { Policy } from '../environments/policy.ts';
import { localInWords } from '../environments/zone.ts';
import { isAtLeast } from '../platform/roles.ts';
import { blockersOf } from './blockers.ts';
import type { CommandTo } from './commands.ts';
import {
  type Blocker,
  blocked,
  done,
  type Outcome,
  type Refusal,
  refuse,
  said,
  tell,
} from './outcome.ts';
import { refusalOfSchedule } from './schedules.ts';
import {
  actorOf,
  atStation,
  findGroup,
  type Group,
  isExpress,
  isMoving,
  replace,
  type Train,
  without,
} from './train.ts';
import { isBlank, noGroup, notItsDriver, titled } from './words.ts';

/** The driver lets a group go. What only waits for code may go by itself when the code is there. */
export function depart(train: Train, command: CommandTo<'depart'>, policy: Policy): Outcome {
  const { group: id, facts, overrides, by, at, reason = '' } = command;
  const found = driven(train, command);
  if ('refused' in found) return found;
  const { group } = found;

  const blockers = blockersOf(train, group, facts, policy, at);
  const isPassed = ({ type, change, override }: Blocker) =>
    override !== 'nobody' &&
    isAtLeast(by.role, override) &&
    overrides.some((each) => each.type === type && each.change === change);
  const passed = blockers.filter(isPassed);
  if (passed.length > 0 && isBlank(reason)) {
    return refuse('invalid', `Say why group ${id} is to depart all the same: ${said(passed)}`);
  }
  const standing = blockers.filter((each) => !isPassed(each));
  if (standing.length === 0) return letGo(train, group, policy, { at, reason, overridden: passed });

  const isOnlyCode = passed.length === 0 && standing.every(({ type }) => type === 'code');
  if (!isOnlyCode || policy.whenCodeIsThere !== 'depart') {
    return blocked(`Group ${id} cannot depart`, blockers);
  }
  const departure = { at, timeZone: null, by: actorOf(by) };
  return done(
    replace(train, { ...group, departure }),
    ...tell([group.driver], `Group ${id} departs by itself as soon as it can: ${said(standing)}`),
  );
}

/** An express, or a group whose time has come. What cannot depart then is told, and does not depart later unasked. */
export function departDue(
  train: Train,
  { group: id, facts, at }: CommandTo<'depart-due'>,
  policy: Policy,
): Outcome {
  const group = findGroup(train, id);
  if (group === undefined) return refuse('not-found', noGroup(id));
  const { departure, driver, riders } = group;
  const isDue = isExpress(group) || (departure !== null && departure.at <= at);
  if (isMoving(group) || !isDue) {
    return refuse('conflict', `Group ${id} is not to depart by itself now`);
  }
  const blockers = blockersOf(train, group, facts, policy, at);
  if (blockers.length === 0) return letGo(train, group, policy, { at, reason: '', overridden: [] });

  const mayWait = ({ type, severity }: Blocker) =>
    isExpress(group)
      ? severity === 'waits'
      : type === 'busy' || (type === 'code' && policy.whenCodeIsThere === 'depart');
  if (blockers.every(mayWait)) return blocked(`Group ${id} cannot depart`, blockers);
  if (isExpress(group)) {
    const titles = riders.map(titled).join(', ');
    const words = `${titles} could not leave and is off the train: ${said(blockers)}`;
    return done(without(train, group), ...tell([driver], words));
  }
  return done(
    replace(train, { ...group, departure: null }),
    ...tell(
      [driver, ...(departure ? [departure.by] : [])],
      `Group ${id} did not depart: ${said(blockers)}`,
    ),
  );
}

/** The driver sets when a group is to depart by itself, or that it is not to. */
export function schedule(
  train: Train,
  command: CommandTo<'schedule'>,
  { freezes }: Policy,
): Outcome {
  const { group: id, departure, by, at } = command;
  const found = driven(train, command);
  if ('refused' in found) return found;
  const { group } = found;
  if (isExpress(group)) {
    return refuse('conflict', `Group ${id} is an express and departs by itself as soon as it can`);
  }
  if (departure === null) {
    return group.departure === null
      ? refuse('conflict', `No departure is set for group ${id}`)
      : done(replace(train, { ...group, departure: null }));
  }
  const refused = refusalOfSchedule(train, departure, at);
  if (refused !== undefined) return refuse(...refused);
  const freeze = frozenAt(freezes, departure.at);
  if (freeze !== undefined) {
    const until = localInWords(freeze.until, departure.timeZone);
    return refuse('conflict', `Nothing departs then: ${freeze.reason}. It ends at ${until}`);
  }
  return done(replace(train, { ...group, departure: { ...departure, by: actorOf(by) } }));
}

function driven(
  train: Train,
  { group: id, by }: CommandTo<'depart' | 'schedule'>,
): { readonly group: Group } | { readonly refused: Refusal } {
  const group = findGroup(train, id);
  if (group === undefined) return refuse('not-found', noGroup(id));
  if (isMoving(group)) return refuse('conflict', `Group ${id} has departed already`);
  return group.driver.id === by.id ? { group } : refuse('forbidden', notItsDriver(group));
}

/**
 * Its plan is the one of this moment: nobody adds or takes away stages under way. New switches that are off change
 * nothing for anybody: an express with nothing else needs no canaries.
 */
function letGo(
  train: Train,
  group: Group,
  policy: Policy,
  { at, reason, overridden }: { at: number; reason: string; overridden: readonly Blocker[] },
): Outcome {
  const isHarmless = group.riders.every(({ extent }) => extent === 'harmless');
  const plan = isExpress(group) && isHarmless ? [] : policy.plan;
  const others = without(train, group);
  const left = { ...atStation(group, { stage: 0 }, at), plan, departure: null };
  const effect = { do: 'depart', group: left, overridden, reason } as const;
  return plan.length === 0
    ? done(others, effect, { do: 'arrive', group: left })
    : done({ ...others, groups: [left, ...others.groups] }, effect);
}
