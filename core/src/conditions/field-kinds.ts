import { ALL } from '../bucket.ts';
import { parseInstant } from '../instant.ts';
import { parseRange } from '../ip.ts';
import { parseVersion } from '../version.ts';

/** What a condition may ask for. The editor has one input, and the server one check, per kind. */
export interface Field<Value = unknown, Kind extends string = string> {
  readonly kind: Kind;
  /** The end of the sentence "… must be". */
  readonly expects: string;
  readonly optional: boolean;
  /** The values of a choice, in the order they are offered. */
  readonly options?: readonly string[];
  accepts(value: unknown): value is Value;
}

export type Fields = Readonly<Record<string, Field<unknown, FieldKind>>>;

type Required<F> = { [N in keyof F]: F[N] extends { optional: true } ? never : N }[keyof F];
type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The parameters of a condition with these fields. */
export type FieldValue<F> = { readonly [N in Required<F>]: ValueOf<F[N]> } & {
  readonly [N in Exclude<keyof F, Required<F>>]?: ValueOf<F[N]>;
};

// The annotations let bundlers leave out the kinds that nothing asks for.
/* @__NO_SIDE_EFFECTS__ */
export const optional = <V, K extends string>(field: Field<V, K>) =>
  ({ ...field, optional: true }) as const;

/* @__NO_SIDE_EFFECTS__ */
export const choice = <const Option extends string>(...options: Option[]) =>
  ({
    ...field('choice', `one of ${options.join(', ')}`, (value): value is Option =>
      options.includes(value as Option),
    ),
    options,
  }) as const;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
/* @__NO_SIDE_EFFECTS__ */
const listOf =
  (accepts: (text: string) => boolean) =>
  (value: unknown): value is readonly string[] =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => isText(each) && accepts(each));

export const attribute = field('attribute', 'the name of an attribute', isText);
export const texts = field('texts', 'a list of one or more texts', listOf(isText));
/** Targeting keys of people: personal data. */
export const users = field('users', 'a list of one or more targeting keys', listOf(isText));
export const cohort = field('cohort', 'the key of a cohort', isText);
export const segment = field('segment', 'the key of a segment', isText);
export const percentage = field(
  'percentage',
  'a whole number of thousandths of a percent, from 0 to 100000 (5000 is 5 %)',
  (value): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= ALL,
);
export const number = field('number', 'a finite number', (value): value is number =>
  Number.isFinite(value),
);
export const flag = field(
  'flag',
  'true or false',
  (value): value is boolean => typeof value === 'boolean',
);
export const version = field(
  'version',
  'a version such as 2.1.0 or 2.1.0-beta.1',
  (value): value is string => isText(value) && parseVersion(value) !== undefined,
);
export const instant = field(
  'instant',
  'a date and time with offset, such as 2026-07-01T09:00:00+02:00',
  (value): value is string => isText(value) && parseInstant(value) !== undefined,
);
export const ranges = field(
  'ranges',
  'a list of one or more addresses or CIDR ranges, such as 10.0.0.0/8 or 2001:db8::/32',
  listOf((text) => parseRange(text) !== undefined),
);

export type FieldKind =
  | 'choice'
  | (
      | typeof attribute
      | typeof texts
      | typeof users
      | typeof cohort
      | typeof segment
      | typeof percentage
      | typeof number
      | typeof flag
      | typeof version
      | typeof instant
      | typeof ranges
    )['kind'];

/* @__NO_SIDE_EFFECTS__ */
function field<Value, const Kind extends string>(
  kind: Kind,
  expects: string,
  accepts: (value: unknown) => value is Value,
) {
  return { kind, expects, accepts, optional: false as const };
}
