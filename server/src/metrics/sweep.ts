import type { Work } from '../platform/work.ts';
import { hourOf, rollUp } from './hours.ts';
import { forgetHours } from './hours-store.ts';
import { MINUTE, minuteOf } from './minutes.ts';
import * as store from './store.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Who it was is of no use any more once a release is over. */
const USERS_MS = HOUR;
/** What was counted of a release. Its verdict, which the guard keeps, stays. */
const TRIALS_MS = 30 * DAY;
/** So long minutes stay minutes; then they are added up to hours. */
export const MINUTES_MS = 2 * DAY;
export const HOURS_MS = 90 * DAY;
const REPORTERS_MS = DAY;

/** Adds up what is old and forgets what nobody will ask for, a little at a time. Answers whether there is more. */
export async function sweep({ tx, now }: Work): Promise<boolean> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const swept = [
    await store.forgetUsers(tx, before(USERS_MS)),
    await store.forgetTrials(tx, before(TRIALS_MS)),
    await rollUp(tx, minuteOf(before(MINUTES_MS))),
    await forgetHours(tx, hourOf(minuteOf(before(HOURS_MS)))),
    await store.forgetReporters(tx, before(REPORTERS_MS)),
  ];
  return swept.some((isMore) => isMore);
}
