import type { Tx } from '../platform/database/database.ts';
import * as hoursStore from './hours-store.ts';
import { summed } from './minutes.ts';
import * as store from './store.ts';

export const MINUTES_PER_HOUR = 60;
/** Of one hour, so that nothing waits long behind one transaction. */
const MOST_EVENTS = 20;

/**
 * Adds some minutes of the oldest hour up, if all of it was before, and forgets them: in one transaction, so that
 * each minute is always either there or in its hour. Answers whether there may be more.
 */
export async function rollUp(tx: Tx, before: number): Promise<boolean> {
  const oldest = await hoursStore.oldestMinute(tx);
  if (oldest === undefined) return false;
  const hour = hourOf(oldest);
  const [first, last] = [minuteIn(hour), minuteIn(hour + 1) - 1];
  if (last >= before) return false;
  for (const each of await hoursStore.eventsBetween(tx, first, last, MOST_EVENTS)) {
    const { environment, event } = each;
    const minutes = await store.minutesOf(tx, environment, [event], first, last);
    const known = await hoursStore.hoursOf(tx, each, hour, hour);
    const totals = summed([...known, ...minutes].map((row) => row.totals));
    await hoursStore.putHour(tx, { environment, event, hour, totals });
    await hoursStore.forgetMinutes(tx, each, first, last);
  }
  return true;
}

export const hourOf = (minute: number): number => Math.floor(minute / MINUTES_PER_HOUR);
export const minuteIn = (hour: number): number => hour * MINUTES_PER_HOUR;
