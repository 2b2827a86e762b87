import { isTimeZone, localInWords } from '../environments/zone.ts';
import type { Refusal } from './outcome.ts';
import type { Schedule, Train } from './train.ts';

/** Why nothing can be set for this time, if so. */
export function refusalOfSchedule(
  { holds }: Train,
  { at, timeZone }: Schedule,
  now: number,
): [Refusal['code'], string] | undefined {
  const [hold] = holds;
  if (hold !== undefined) {
    return [
      'conflict',
      `${hold.by.name} holds the train: ${hold.reason}. Set a time once the hold is lifted`,
    ];
  }
  if (!isTimeZone(timeZone)) {
    return ['invalid', `There is no time zone "${timeZone}"; a name such as Europe/Berlin is one`];
  }
  if (at > now) return undefined;
  return ['invalid', `${localInWords(at, timeZone)} is over; set a time that lies ahead`];
}
