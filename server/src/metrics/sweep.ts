import type { Work } from '../platform/work.ts';
import { MINUTE, minuteOf } from './minutes.ts';
import * as store from './store.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What was counted stays with its release; who it was is of no use any more. */
const USERS_MS = HOUR;
const SERIES_MS = 14 * DAY;
const REPORTERS_MS = DAY;

/** Forgets what nobody will ask for, a little at a time. Answers whether there is more. */
export async function sweep({ tx, now }: Work): Promise<boolean> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const swept = [
    await store.forgetUsers(tx, before(USERS_MS)),
    await store.forgetSeries(tx, minuteOf(before(SERIES_MS))),
    await store.forgetReporters(tx, before(REPORTERS_MS)),
  ];
  return swept.some((isMore) => isMore);
}
