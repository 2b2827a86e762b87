import * as deployLog from '../deploy-log/service.ts';
import { localInWords } from '../environments/zone.ts';
import type { Work } from '../platform/work.ts';
import type { Command } from './commands.ts';
import type { Accepted } from './outcome.ts';
import { findGroup, groupOf, type Passenger, type Schedule, type Train } from './train.ts';
import { titled } from './words.ts';

/** Writes into the deploy log what somebody did with the train. What gets live has its own entry. */
export async function noteDeed(
  work: Work,
  environment: string,
  command: Command,
  before: Train,
  { train: after }: Accepted,
): Promise<void> {
  const title = titleOf(command, before, after);
  if (title === undefined) return;
  const reason = 'reason' in command ? command.reason : undefined;
  await deployLog.record(work, {
    kind: 'audit',
    action: `train-${command.do}`,
    environment,
    title,
    reason: reason || undefined,
  });
}

function titleOf(command: Command, before: Train, after: Train): string | undefined {
  switch (command.do) {
    case 'board': {
      const { passenger, schedule } = command;
      if (schedule !== undefined) return `${titled(passenger)} is to board at ${when(schedule)}`;
      return `${titled(passenger)} boarded group ${groupOf(after, passenger.change)?.id}`;
    }
    case 'express':
      return `${titled(command.passenger)} leaves as soon as it can, as group ${groupOf(after, command.passenger.change)?.id}`;
    case 'leave':
      return `${nameOf(before, command.change)} left the train`;
    case 'kick':
      return `Kicked ${nameOf(before, command.change)}`;
    case 'drive':
      return `${findGroup(after, command.group)?.driver.name} drives group ${command.group}`;
    case 'princess':
      return `Sent group ${command.group} to princess`;
    case 'mark':
      return `Said ${command.mark} to ${nameOf(before, command.change)}`;
    case 'depart':
      // It departs by itself, once its code is there.
      return findGroup(after, command.group)?.station === findGroup(before, command.group)?.station
        ? `Let group ${command.group} depart as soon as its code is there`
        : undefined;
    case 'schedule':
      return command.departure === null
        ? `Group ${command.group} does not depart by itself`
        : `Group ${command.group} is to depart at ${when(command.departure)}`;
    case 'hold':
      return 'Held the train';
    case 'unhold':
      return `Lifted the hold of ${before.holds.find(({ by }) => by.id === command.of)?.by.name}`;
    default:
      return undefined;
  }
}

const when = ({ at, timeZone }: Schedule) => localInWords(at, timeZone);

function nameOf(train: Train, change: string): string {
  const riders: readonly Passenger[] = train.groups.flatMap((group) => group.riders);
  const booked = train.bookings.map(({ passenger }) => passenger);
  const passenger = [...riders, ...booked].find((each) => each.change === change);
  return passenger === undefined ? `change ${change}` : titled(passenger);
}
