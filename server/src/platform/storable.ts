const MOST_LEVELS = 100;

/** Whether both databases can keep it and everybody can read it: JSON of whole characters, and not too deep. */
export function isStorable(value: unknown, level = 0): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (level > MOST_LEVELS) return false;
  return Object.entries(value).every(
    ([name, each]) => isStorableText(name) && isStorable(each, level + 1),
  );
}

// PostgreSQL keeps no zero bytes; half of a surrogate pair is no character.
const isStorableText = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
