import { ALL } from '../bucket.ts';
import { parseInstant } from '../instant.ts';
import { isObject } from '../json.ts';
import { isKey } from '../key.ts';
import { percent } from '../percent.ts';
import { element, member, type Place, type Problem, problem, shown } from './problem.ts';

/** What is wrong with a value that may be anything. */
export type Check = (value: unknown, place: Place) => Problem[];

export const must =
  (be: string, accepts: (value: unknown) => boolean): Check =>
  (value, place) => {
    if (accepts(value)) return [];
    const found = value === undefined ? 'is missing; it must be' : `is ${shown(value)}; it must be`;
    return [problem(place, `${found} ${be}`)];
  };

export const text = (most: number): Check =>
  must(
    `a text of 1 to ${most} characters`,
    (value) => typeof value === 'string' && value !== '' && value.length <= most,
  );

export const flag = must('true or false', (value) => typeof value === 'boolean');

export const oneOf = (...options: string[]): Check =>
  must(`one of ${options.join(', ')}`, (value) => options.includes(value as string));

export const instant = must(
  'a date and time with offset, such as 2026-07-01T09:00:00+02:00',
  (value) => typeof value === 'string' && parseInstant(value) !== undefined,
);

export const MOST_KEY_CHARACTERS = 256;

export const key = must(
  `a key: letters, digits, ".", "_" and "-", beginning with a letter or digit, at most 64; ":" joins families, ${MOST_KEY_CHARACTERS} at most in all`,
  (value) => isKey(value) && value.length <= MOST_KEY_CHARACTERS,
);

/** Thousandths of a percent, told in percent. */
export const thousandths: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return must(`a whole number from 0 to ${ALL}, in thousandths of a percent`, () => false)(
      value,
      place,
    );
  }
  if (value < 0) return [problem(place, `is ${percent(value)}; it must not be less than 0 %`)];
  if (value > ALL) return [problem(place, `is ${percent(value)}; it must not be more than 100 %`)];
  if (Number.isInteger(value)) return [];
  const nearest = `${percent(Math.floor(value))} or ${percent(Math.ceil(value))}`;
  const sentence = `is ${percent(value)}, which is finer than a thousandth of a percent; it may be ${nearest}`;
  return [problem(place, sentence)];
};

/** A list at `name`, each of whose elements is checked and called by the noun. */
export const list =
  (name: string, noun: string, most: number, each: Check): Check =>
  (value, place) => {
    const at = member(place, name);
    if (!Array.isArray(value)) return must('a list', () => false)(value, at);
    if (value.length > most)
      return [problem(at, `has ${value.length} entries; ${most} is the most`)];
    return value.flatMap((one, index) => each(one, element(place, name, index, noun)));
  };

interface Members {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
  /** Each makes the places of its elements itself. */
  readonly lists?: Readonly<Record<string, Check>>;
}

/** An object with these members and no others. */
export const object =
  ({ required = {}, optional = {}, lists = {} }: Members): Check =>
  (value, place) => {
    if (!isObject(value)) return must('an object', () => false)(value, place);
    const known = [required, optional, lists].flatMap(Object.keys);
    const others = Object.keys(value).filter((name) => !known.includes(name));
    return [
      ...Object.entries(required).flatMap(([name, check]) =>
        check(value[name], member(place, name)),
      ),
      ...Object.entries(optional).flatMap(([name, check]) =>
        value[name] === undefined ? [] : check(value[name], member(place, name)),
      ),
      ...Object.entries(lists).flatMap(([name, check]) => check(value[name], place)),
      ...others.map((name) =>
        problem(
          place,
          `has a member ${shown(name)} that is not known; there are ${known.join(', ')}`,
        ),
      ),
    ];
  };

/** A problem for each text that stands there a second time. */
export function repeated(
  texts: readonly string[],
  tell: (text: string, at: number) => Problem,
): Problem[] {
  const seen = new Set<string>();
  return texts.flatMap((text, at) => {
    if (seen.has(text)) return [tell(text, at)];
    seen.add(text);
    return [];
  });
}
