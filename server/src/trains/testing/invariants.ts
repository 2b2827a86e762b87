import { isDeepStrictEqual } from 'node:util';
import { frozenAt } from '../../environments/freeze.ts';
import type { Policy } from '../../environments/policy.ts';
import { isAtLeast } from '../../platform/roles.ts';
import type { Command } from '../commands.ts';
import type { Accepted, Effect } from '../outcome.ts';
import type { Group, Rider, Train } from '../train.ts';

/** Says what must hold; plain, for it is asked a million times. */
export function must(rule: string, holds: boolean): void {
  if (!holds) throw new Error(`Broken: ${rule}`);
}

const isOut = ({ station }: Group) => typeof station === 'object';
const isQueued = ({ rides }: Group) => rides !== 'express';
const areApart = (values: readonly unknown[]) => new Set(values).size === values.length;

/** What holds of every train, whatever was done to it. Said apart from the machine, in its own way. */
export function checkTrain({ groups, bookings, holds, nextGroup }: Train): void {
  must('only the first group is out', !groups.slice(1).some(isOut));
  const queue = groups.filter(isQueued);
  must(
    'only the head is on its way',
    queue.slice(1).every(({ station }) => station === 'waiting'),
  );

  const ids = groups.map(({ id }) => id);
  must('each group has an id of its own', areApart(ids));
  must(
    'ids were given before',
    ids.every((id) => id < nextGroup),
  );

  const aboard = [
    ...groups.flatMap(({ riders }) => riders.map(({ change }) => change)),
    ...bookings.map(({ passenger }) => passenger.change),
  ];
  must('every change is aboard at most once', areApart(aboard));
  must('a hold cancels boardings', holds.length === 0 || bookings.length === 0);

  for (const group of groups) {
    const { riders, rides, station, plan, departure } = group;
    must('somebody rides', riders.length > 0);
    must('at most five ride together', riders.length <= (rides === 'together' ? 5 : 1));
    must('no two riders edit the same', !isClash(riders));
    must('a hold cancels departures', holds.length === 0 || departure === null);
    must('no express is at princess', rides !== 'express' || station !== 'princess');
    if (typeof station === 'object') {
      must('a stage is one of the plan', station.stage < plan.length);
      must('who is out has no departure before them', departure === null);
    } else must('the plan is made at departure', plan.length === 0);
  }
}

function isClash(riders: readonly Rider[]): boolean {
  const takenBy = new Map<string, string>();
  for (const { change, touches } of riders) {
    for (const { key, field } of touches) {
      const fields = field === '*' ? ['*', 'state', 'salt', 'rules'] : ['*', field];
      const takers = fields.map((each) => takenBy.get(`${key} ${each}`) ?? change);
      if (takers.some((taker) => taker !== change)) return true;
      takenBy.set(`${key} ${field}`, change);
    }
  }
  return false;
}

/** What holds of every step. */
export function checkStep(
  before: Train,
  command: Command,
  { train: after, effects }: Accepted,
  policy: Policy,
): void {
  must('ids only grow', after.nextGroup >= before.nextGroup);
  for (const group of after.groups) {
    const was = before.groups.find(({ id }) => id === group.id);
    if (was === undefined) {
      must('no id comes back', group.id >= before.nextGroup);
      must('groups begin in the queue', group.station === 'waiting');
    } else checkGroup(was, group, command, effects);
  }
  must('nobody overtakes', isDeepStrictEqual(staying(before, after), staying(after, before)));
  for (const effect of effects) checkEffect(before, command, effect, policy);

  const [head, headBefore] = [after, before].map(({ groups }) => groups.find(isQueued));
  const isUp = head !== undefined && head.id !== headBefore?.id;
  must(
    'whoever comes to the head is told',
    !isUp || effects.some((each) => each.do === 'tell' && each.message.startsWith("You're up")),
  );
}

/** Those in both trains who are not out, in the order of the first. */
const staying = (train: Train, other: Train) =>
  train.groups
    .filter(({ id }) => other.groups.some((each) => each.id === id))
    .filter(
      ({ id }) => ![...train.groups, ...other.groups].some((each) => each.id === id && isOut(each)),
    )
    .map(({ id }) => id);

function checkGroup(was: Group, is: Group, command: Command, effects: readonly Effect[]): void {
  const isOther = !isDeepStrictEqual(contentOf(was), contentOf(is));
  const hasMoved = !isDeepStrictEqual(was.station, is.station);
  const isUnmarked = is.riders.every(({ mark }) => mark === null);
  must('marks are of this station and content', isUnmarked || !(isOther || hasMoved));

  if (isOther) {
    must('nobody edits what is out', !isOut(was) && is.station === 'waiting');
    const isSentBack = effects.some(
      (each) => each.do === 'from-princess' && each.group.id === is.id,
    );
    must('what is edited at princess goes back', isSentBack === (was.station === 'princess'));
  } else if (is.station === 'waiting' && command.do !== 'rebase') {
    must('nothing goes back by itself', was.station === 'waiting');
  }
  if (command.do === 'board' && command.place.how === 'plain') {
    must('nobody boards plainly what is on its way', was.station === 'waiting' || !isOther);
  }
  if (typeof was.station === 'object') {
    const stage = typeof is.station === 'object' ? is.station.stage : -1;
    must('stages come one by one', stage - was.station.stage === (hasMoved ? 1 : 0));
    must('a plan stays as it was', isDeepStrictEqual(is.plan, was.plan));
  }
}

const contentOf = ({ riders }: Group) => riders.map(({ change, touches }) => ({ change, touches }));

function checkEffect(before: Train, command: Command, effect: Effect, policy: Policy): void {
  if (effect.do === 'tell') {
    must('somebody is told', effect.to.length > 0);
    must(`"${effect.message}" is a sentence`, isSentence(effect.message));
  } else if (effect.do === 'depart') checkDeparture(before, command, effect, policy);
  else if (effect.do === 'stage' || effect.do === 'arrive') {
    const { station, plan, since, riders } = groupIn(before, effect.group.id);
    must('nothing advances under a hold', before.holds.length === 0);
    if (typeof station !== 'object') {
      must('what arrives at once has no stages', effect.do === 'arrive' && noPlan(effect.group));
      return;
    }
    const isTold =
      command.do === 'advance' && command.verdict === 'advance' && command.stage === station.stage;
    must('a verdict on this stage lets it advance', isTold);
    const minimumMs = plan[station.stage]?.minimumMs ?? Infinity;
    must('a stage lasts its minimum time', command.at - since >= minimumMs);
    must(
      'an uh-oh keeps it',
      riders.every(({ mark }) => mark !== 'uh-oh'),
    );
    const isLast = station.stage === plan.length - 1;
    must('it arrives after the last stage', (effect.do === 'arrive') === isLast);
  }
}

function checkDeparture(
  before: Train,
  command: Command,
  { group, overridden, reason }: Effect & { do: 'depart' },
  policy: Policy,
): void {
  if (command.do !== 'depart' && command.do !== 'depart-due') throw new Error(command.do);
  const was = groupIn(before, group.id);
  const isPassed = (wanted: string, about: string | null = null) =>
    overridden.some(({ type, change }) => type === wanted && change === about);
  const isExpress = !isQueued(was);

  must('nothing departs under a hold', before.holds.length === 0);
  must('one group is out at a time', !before.groups.some(isOut));
  must('the head departs', isExpress || before.groups.find(isQueued)?.id === was.id);
  must('nothing departs in a freeze', !frozenAt(policy.freezes, command.at) || isPassed('freeze'));
  const isUnchecked = policy.isPrincessRequired && was.station === 'waiting';
  must('it has been to princess', !isUnchecked || isExpress || isPassed('princess'));
  must('it makes sense as a whole', command.facts.problems.length === 0);

  for (const { change, mark, extent } of was.riders) {
    const known = command.facts.changes.find((each) => each.change === change);
    if (known === undefined) throw new Error('Broken: nothing unknown departs');
    must('nothing in conflict departs', known.conflicts.length === 0);
    must('its code is there', known.waitsFor.length === 0 || isPassed('code', change));
    const harmless = extent === 'harmless' ? 0 : policy.expressApprovals;
    const isApproved = known.approvals >= (isExpress ? harmless : policy.approvals);
    const isAdmin = 'by' in command && command.by.role === 'admin';
    must('it is approved', isApproved || (isPassed('approvals', change) && isAdmin));
    must('nobody says uh-oh', mark !== 'uh-oh' || isPassed('uh-oh', change));
    const isAsked = !isExpress && !isUnchecked;
    must('everybody says good', !isAsked || mark !== null || isPassed('unmarked', change));
  }

  if (command.do === 'depart') {
    must('its driver lets it go', command.by.id === was.driver.id);
    must('its driver may', isAtLeast(command.by.role, policy.who.depart));
  } else {
    must('its time has come', isExpress || (was.departure?.at ?? Infinity) <= command.at);
  }
  const mayOverride = command.do === 'depart' && isAtLeast(command.by.role, policy.who.override);
  must(
    'overrides have a right and a reason',
    overridden.length === 0 || (mayOverride && reason.trim() !== ''),
  );
  must('it comes to the first stage', isDeepStrictEqual(group.station, { stage: 0 }));
  const isHarmless = was.riders.every(({ extent }) => extent === 'harmless');
  const plan = isExpress && isHarmless ? [] : policy.plan;
  must('its plan is that of the policy, if it needs one', isDeepStrictEqual(group.plan, plan));
}

const noPlan = ({ plan }: Group) => plan.length === 0;

const groupIn = ({ groups }: Train, wanted: number): Group => {
  const group = groups.find(({ id }) => id === wanted);
  if (group === undefined) throw new Error('Broken: only who is there moves');
  return group;
};

export const isSentence = (text: string): boolean =>
  text.length > 10 && !/undefined|null|NaN|\[object|Invalid/.test(text);
