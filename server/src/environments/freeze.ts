import type { Problem } from '@switchyard/core';
import { instantOf, isTimeZone, localAt } from './zone.ts';

/** A time in which nothing departs: every week, or once. Times are those of the clocks in the time zone. */
export type FreezeWindow = {
  readonly reason: string;
  readonly timeZone: string;
} & (
  | { readonly every: 'week'; readonly from: WeekTime; readonly to: WeekTime }
  /** Like `2026-12-20T00:00`. */
  | { readonly every: 'once'; readonly from: string; readonly to: string }
);

interface WeekTime {
  readonly day: Day;
  /** Like `16:30`. */
  readonly time: string;
}

type Day = (typeof days)[number];
export const days = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

interface Freeze {
  readonly reason: string;
  readonly timeZone: string;
  /** The first moment after it. */
  readonly until: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * The freeze at this moment that lasts longest, if there is one. Where clocks are put forward or back at an end of
 * a window, it is frozen rather too long than too short.
 */
export function frozenAt(windows: readonly FreezeWindow[], instant: number): Freeze | undefined {
  return windows
    .flatMap((window) => {
      const { reason, timeZone } = window;
      return spansNear(window, instant)
        .map(([from, to]) => [
          instantOf(from, timeZone, 'earlier'),
          instantOf(to, timeZone, 'later'),
        ])
        .filter(([from = 0, to = 0]) => from <= instant && instant < to)
        .map(([, until = 0]) => ({ reason, timeZone, until }));
    })
    .toSorted((one, other) => other.until - one.until)
    .at(0);
}

/** In local time. */
function spansNear(window: FreezeWindow, instant: number): readonly (readonly [number, number])[] {
  if (window.every === 'once') return [[localOf(window.from), localOf(window.to)]];
  const local = localAt(instant, window.timeZone);
  const monday = local - modulo(local + 3 * DAY_MS, WEEK_MS);
  const start = monday + sinceMonday(window.from);
  const length = modulo(sinceMonday(window.to) - sinceMonday(window.from), WEEK_MS);
  return [-1, 0, 1].map((weeks) => {
    const from = start + weeks * WEEK_MS;
    return [from, from + length];
  });
}

const sinceMonday = ({ day, time }: WeekTime) => {
  const [hours, minutes] = time.split(':').map(Number);
  return days.indexOf(day) * DAY_MS + ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS;
};
const localOf = (text: string) => Date.parse(`${text}Z`);
const modulo = (value: number, by: number) => ((value % by) + by) % by;

/** What is wrong with windows, each in a sentence. */
export const problemsWithFreezes = (windows: readonly FreezeWindow[]): Problem[] =>
  windows.flatMap((window, at) =>
    faultsOf(window).map((fault) => ({
      path: ['freezes', String(at)],
      message: `Freeze ${at + 1} ${fault}.`,
    })),
  );

function faultsOf({ reason, timeZone, ...window }: FreezeWindow): string[] {
  const faults = [];
  if (reason.trim() === '') faults.push('needs a reason, which people see while it lasts');
  if (!isTimeZone(timeZone)) {
    faults.push(`is in the time zone "${timeZone}"; it must be a name such as Europe/Berlin`);
  }
  if (window.every === 'once') {
    const wrong = [window.from, window.to].filter((each) => !isLocal(each));
    for (const each of wrong) {
      faults.push(`has the time "${each}"; it must be a date and time such as 2026-12-20T00:00`);
    }
    if (wrong.length === 0 && window.to <= window.from) faults.push('ends before it begins');
  } else {
    const wrong = [window.from, window.to].filter(({ time }) => !isTime(time));
    for (const { time } of wrong) faults.push(`has the time "${time}"; it must be like 16:30`);
    if (wrong.length === 0 && sinceMonday(window.from) === sinceMonday(window.to)) {
      faults.push('ends when it begins; to stop everything, hold the train');
    }
  }
  return faults;
}

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
const isLocal = (text: string) => {
  const date = new Date(localOf(text));
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 16) === text;
};
