const DAY_MS = 24 * 60 * 60 * 1000;

/** What a clock on the wall shows there, as milliseconds since 1970 if that wall were in UTC. */
export function localAt(instant: number, timeZone: string): number {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const [day, milliseconds] = [part('day'), ((instant % 1000) + 1000) % 1000];
  const date = Date.UTC(part('year'), part('month') - 1, day);
  return date + Date.UTC(1970, 0, 1, part('hour'), part('minute'), part('second'), milliseconds);
}

/**
 * When a clock on the wall there shows this. Twice when clocks go back: the earlier or the later. Never when they go
 * forward: by the clock from before or after, whichever is the earlier or the later.
 */
export function instantOf(local: number, timeZone: string, which: 'earlier' | 'later'): number {
  const offsets = [-DAY_MS, DAY_MS].map((away) => localAt(local + away, timeZone) - local - away);
  const candidates = offsets.map((offset) => local - offset);
  const shown = candidates.filter((each) => localAt(each, timeZone) === local);
  const choice = shown.length > 0 ? shown : candidates;
  return which === 'earlier' ? Math.min(...choice) : Math.max(...choice);
}

/** `2026-07-01 09:00 Europe/Berlin` */
export function localInWords(instant: number, timeZone: string): string {
  const text = new Date(localAt(instant, timeZone)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} ${timeZone}`;
}

/** Whether it is a name such as `Europe/Berlin`. Not all versions of Node know offsets. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && formatIn(name) !== undefined;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
