/**
 * Milliseconds since 1970 of an RFC 3339 date and time with offset; undefined if it is none.
 * Read by hand, because engines differ in what else they accept. Digits below a millisecond are
 * dropped; leap seconds and 24:00 are refused.
 */
export function parseInstant(text: string): number | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if ((year | month | day | hour | minute | second) < 0) return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  if (text[10] !== 'T' && text[10] !== 't') return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;

  let at = 19;
  let fraction = 0;
  if (text[at] === '.') {
    let unit = 100;
    for (at++; isDigit(text, at); at++, unit /= 10) {
      if (unit >= 1) fraction += unit * (text.charCodeAt(at) - 48);
    }
    if (at === 20) return undefined;
  }
  const offset = offsetMinutes(text, at);
  if (offset === undefined) return undefined;
  return (
    (((daysBefore(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 +
    fraction
  );
}

function offsetMinutes(text: string, at: number): number | undefined {
  if (text[at] === 'Z' || text[at] === 'z') return at + 1 === text.length ? 0 : undefined;
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  const isOffset = sign !== 0 && text[at + 3] === ':' && at + 6 === text.length;
  if (!isOffset || (hours | minutes) < 0 || hours > 23 || minutes > 59) return undefined;
  return sign * (hours * 60 + minutes);
}

const isDigit = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
};

/** A number of just so many digits; -1 if there is another character. */
function digits(text: string, start: number, count: number): number {
  let number = 0;
  for (let at = start; at < start + count; at++) {
    if (!isDigit(text, at)) return -1;
    number = number * 10 + text.charCodeAt(at) - 48;
  }
  return number;
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysIn = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
function daysBefore(year: number, month: number, day: number): number {
  const y = year - 1;
  let days =
    y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + day - 719_163;
  for (let each = 1; each < month; each++) days += daysIn(year, each);
  return days;
}
