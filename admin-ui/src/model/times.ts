const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** "3 minutes ago". */
export function ago(at: string, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  if (unit === 'second') return 'just now';
  return relative.format(Math.trunc(seconds / size), unit);
}

export const fullTime = (at: string) => full.format(new Date(at));
export const clockTime = (at: string) => clock.format(new Date(at));
export const dayOf = (at: string) => day.format(new Date(at));

/** "Today", "Yesterday", or the day. */
export function dayFrom(at: string, now: number): string {
  const name = dayOf(at);
  if (name === day.format(now)) return 'Today';
  return name === day.format(now - 86_400_000) ? 'Yesterday' : name;
}
