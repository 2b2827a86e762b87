import { clockTime } from '../model/times.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

/** The steps that an axis of time since something began may have. */
export const elapsedSteps: number[] = [
  ...[1, 2, 5, 10, 15, 30].map((each) => each * seconds),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * minutes),
  ...[1, 2, 3, 6, 12].map((each) => each * hours),
  ...[1, 2, 5, 10].map((each) => each * days),
];

/** `0 s`, `90 s`, `12 min`, `3 h` */
export const elapsedTicks = (ticks: readonly number[]): string[] => ticks.map(elapsed);

function elapsed(ms: number): string {
  const [size, unit] =
    [[days, 'd'] as const, [hours, 'h'] as const, [minutes, 'min'] as const].find(
      ([each]) => ms >= each && ms % each === 0,
    ) ?? ([seconds, 's'] as const);
  return `${(ms / size).toLocaleString('en')} ${unit}`;
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const second = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

/** Times of day; at midnight the day. */
export function clockTicks(ticks: readonly number[]): string[] {
  const isFine = (ticks[1] ?? Infinity) - (ticks[0] ?? 0) < minutes;
  return ticks.map((tick) => {
    const at = new Date(tick);
    if (at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0) {
      return day.format(at);
    }
    return isFine ? second.format(at) : clockTime(at.toISOString());
  });
}

/** A time of the axis by itself. */
export function timeInWords(time: number, axis: 'clock' | 'elapsed'): string {
  if (axis === 'clock') return `${day.format(time)}, ${second.format(time)}`;
  const whole = Math.round(time / seconds);
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (h > 0) return `${h} h ${min} min`;
  return min > 0 ? `${min} min ${s} s` : `${s} s`;
}

/** Which of many to show, evenly, the first and the last among them. */
export function thinned(all: readonly unknown[], most: number): number[] {
  if (all.length <= most) return [...all.keys()];
  const part = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => Math.round(at * part));
}
