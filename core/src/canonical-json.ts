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
  if (Array.isArray(value)) return writeList(value, level + 1);
  if (!isPlainObject(value)) throw new TypeError(`JSON: cannot say ${describe(value)}.`);
  return writeMembers(value as Record<string, unknown>, level + 1);
}

// Written piece by piece: whole rulesets pass here with every release.
function writeList(list: readonly unknown[], level: number): string {
  let text = '';
  for (const each of list) text += `${text && ','}${write(each, level)}`;
  return `[${text}]`;
}

function writeMembers(members: Readonly<Record<string, unknown>>, level: number): string {
  let text = '';
  for (const name of Object.keys(members).sort()) {
    const each = members[name];
    if (each !== undefined) text += `${text && ','}${writeText(name)}:${write(each, level)}`;
  }
  return `{${text}}`;
}

function writeText(text: string): string {
  const written = JSON.stringify(text);
  // Halves are written as \ud8…, which is quicker to look for.
  if (written.includes('\\ud') && /\p{Surrogate}/u.test(text)) {
    throw new TypeError('JSON: half of a surrogate pair in a text.');
  }
  return written;
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
