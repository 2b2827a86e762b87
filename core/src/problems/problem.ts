/** One thing that is wrong: where, and in a sentence that names it and says what would be right. */
export interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

/** Where a value stands, for programs and for people: `Switch "a", rule 2: serve`. */
export interface Place {
  readonly path: readonly string[];
  readonly name: string;
}

export const problem = ({ path, name }: Place, sentence: string): Problem => ({
  path,
  message: `${name} ${sentence}.`,
});

/** A member of what stands there. */
export const member = ({ path, name }: Place, key: string): Place => ({
  path: [...path, key],
  name: `${name}: ${key}`,
});

/** One of a list that stands there, counted from 1 for people. */
export const element = ({ path, name }: Place, list: string, at: number, noun: string): Place => ({
  path: [...path, list, String(at)],
  name: `${name}, ${noun} ${at + 1}`,
});

/** A value in a sentence, shortened. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
