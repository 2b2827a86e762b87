import type { Policy } from '../api-types.ts';

export type FreezeWindow = Policy['freezes'][number];
export type Weekly = Extract<FreezeWindow, { every: 'week' }>;
export type Once = Extract<FreezeWindow, { every: 'once' }>;
export type Day = Weekly['from']['day'];

export const days: readonly Day[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

const dayMs = 86_400_000;

/** What most want: the weekend, or a day of their choice. */
export function newFreeze(
  every: FreezeWindow['every'],
  timeZone: string,
  now: number,
): FreezeWindow {
  if (every === 'week') {
    const from = { day: 'friday', time: '16:00' } as const;
    return { every, from, to: { day: 'monday', time: '08:00' }, timeZone, reason: 'Weekend' };
  }
  const midnight = (ms: number) => `${new Date(ms).toISOString().slice(0, 10)}T00:00`;
  return {
    every,
    from: midnight(now + dayMs),
    to: midnight(now + 2 * dayMs),
    timeZone,
    reason: '',
  };
}
