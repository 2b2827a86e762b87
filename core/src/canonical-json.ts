/**
 * RFC 8785: one text for one value, whatever wrote it. Members that are undefined are left out, as
 * `JSON.stringify` does; anything else that JSON cannot say is refused.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

const MOST_LEVELS = 1_000;

function write(value: unknown, level: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeText(value);
  if (Number.isFinite(value)) return JSON.stringify(value);
  if (level > MOST_LEVELS) throw new TypeError('JSON: nested too deeply, or in a circle.');
  if (Array.isArray(value)) {
    return `[${Array.from(value, (each) => write(each, level + 1)).join(',')}]`;
  }
  if (!isPlainObject(value)) throw new TypeError(`JSON: cannot say ${describe(value)}.`);
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${writeText(name)}:${write(each, level + 1)}`);
  return `{${members.join(',')}}`;
}

function writeText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('JSON: half of a surrogate pair in a text.');
  return JSON.stringify(text);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const describe = (value: unknown) =>
  typeof value === 'object'
    ? 'an object with a class'
    : typeof value === 'number' || value === undefined
      ? String(value)
      : `a ${typeof value}`;
