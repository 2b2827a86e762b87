import * as changes from '../changes/service.ts';
import { Problem } from '../platform/problem.ts';
import { isAtLeast } from '../platform/roles.ts';
import type { Work } from '../platform/work.ts';
import type { Someone } from './commands.ts';
import { conduct, look } from './conduct.ts';
import { command, type Deed, passengerFor } from './deeds.ts';
import { actorOf, groupOf } from './train.ts';

type Boarding = Pick<Extract<Deed, { do: 'board' }>, 'place' | 'at'>;

/** Opens a change; with a place or a time, it boards. */
export async function open(
  work: Work,
  environment: string,
  by: Someone,
  { place, at, ...draft }: changes.Draft & Boarding,
): Promise<number> {
  const { number } = await changes.open(work, environment, draft, actorOf(by));
  if (place !== undefined || at !== undefined) {
    await command(work, environment, by, { do: 'board', change: number, place, at });
  }
  return number;
}

export async function edit(
  work: Work,
  environment: string,
  number: number,
  by: Someone,
  revision: Parameters<typeof changes.edit>[3],
): Promise<void> {
  const before = await changes.find(work, environment, number);
  const after = await changes.edit(work, environment, number, revision, actorOf(by));
  await tellTrain(work, before, after, by);
}

export async function rebase(
  work: Work,
  environment: string,
  number: number,
  by: Someone,
  how: Parameters<typeof changes.rebase>[3],
): Promise<void> {
  const before = await changes.find(work, environment, number);
  const after = await changes.rebase(work, environment, number, how, actorOf(by));
  await tellTrain(work, before, after, by);
}

/** Whoever rides with other edits than before has to be checked again. */
async function tellTrain(
  work: Work,
  before: changes.Change,
  after: changes.Change,
  by: Someone,
): Promise<void> {
  if (after.contentHash === before.contentHash) return;
  const scene = await look(work, after.environment);
  const change = String(after.number);
  const { train } = scene.kept;
  const isBooked = train.bookings.some(({ passenger }) => passenger.change === change);
  if (groupOf(train, change) === undefined && !isBooked) return;
  const passenger = await passengerFor(work, scene, after.number);
  await conduct(work, scene, { do: 'rebase', by, passenger, at: work.now.getTime() });
}

/** Takes a change back, off the train if it is aboard. Its author may, and who may let groups depart. */
export async function withdraw(
  work: Work,
  environment: string,
  number: number,
  by: Someone,
  reason: string | undefined,
): Promise<void> {
  const change = await changes.find(work, environment, number);
  changes.refuseUnlessOpen(change);
  const scene = await look(work, environment);
  const isMine = change.authorId === by.id;
  const { depart } = scene.environment.policy.who;
  if (!isMine && !isAtLeast(by.role, depart)) {
    throw new Problem(
      'forbidden',
      `${changes.nameOf(change)} is withdrawn by ${change.author.name}, or by somebody with the role ${depart}`,
    );
  }
  const { train } = scene.kept;
  const name = String(number);
  const isBooked = train.bookings.some(({ passenger }) => passenger.change === name);
  if (groupOf(train, name) !== undefined || isBooked) {
    const at = work.now.getTime();
    const why = reason || 'it is withdrawn';
    await conduct(
      work,
      scene,
      isMine
        ? { do: 'leave', by, change: name, at }
        : { do: 'kick', by, change: name, reason: why, at },
    );
  }
  await changes.withdraw(work, change, reason);
}
