/** `a, b and c` */
export function enumerate(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

export const quoted = (text: string): string => `“${shortened(text)}”`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** Any value in a line for people. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return shortened(typeof value === 'string' ? value : JSON.stringify(value));
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** `+2, −1`; nothing if nothing was added or taken away. */
export function difference(before: readonly string[], after: readonly string[]): string {
  const [old, now] = [new Set(before), new Set(after)];
  const added = [...now].filter((each) => !old.has(each)).length;
  const removed = [...old].filter((each) => !now.has(each)).length;
  return [added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean).join(', ');
}
