import type { Field } from '../conditions/field-kinds.ts';
import { conditionTypes, typeNamed } from '../conditions/index.ts';
import { isObject } from '../json.ts';
import { type Check, flag, must, object, thousandths } from './check.ts';
import { type Place, type Problem, problem, shown } from './problem.ts';

export const problemsWithCondition = (condition: unknown): Problem[] =>
  conditionCheck(condition, { path: [], name: 'The condition' });

const MOST_ENTRIES = 10_000;
const MOST_CHARACTERS = 1_000;

export const conditionCheck: Check = (condition, place) => {
  const type = isObject(condition) ? typeNamed(condition.type) : undefined;
  if (type === undefined) return unknownType(condition, place);
  const fields = Object.entries(type.fields);
  const checks = (isOptional: boolean) =>
    Object.fromEntries(
      fields
        .filter(([, { optional }]) => optional === isOptional)
        .map(([name, field]) => [name, fieldCheck(field)]),
    );
  return object({
    required: { type: () => [], ...checks(false) },
    optional: { not: flag, ...checks(true) },
  })(condition, { ...place, name: `${place.name} (${type.type})` });
};

function unknownType(condition: unknown, place: Place): Problem[] {
  if (!isObject(condition)) return must('an object with a type', () => false)(condition, place);
  const there = conditionTypes.map(({ type }) => type).join(', ');
  const path = [...place.path, 'type'];
  return [
    problem({ ...place, path }, `has the type ${shown(condition.type)}, which is none of ${there}`),
  ];
}

function fieldCheck(field: Field): Check {
  if (field.kind === 'percentage') {
    return (value, { path, name }) =>
      thousandths(value, { path, name: name.replace(/thousandths$/, 'percentage') });
  }
  return (value, place) => {
    if (Array.isArray(value)) {
      if (value.length > MOST_ENTRIES) {
        return [problem(place, `has ${value.length} entries; ${MOST_ENTRIES} is the most`)];
      }
      const unfit = value.find((each) => !field.accepts([each]));
      if (unfit !== undefined) {
        return [
          problem(
            place,
            `has the entry ${shown(unfit)}, which does not fit; it must be ${field.expects}`,
          ),
        ];
      }
    }
    const texts = [value].flat();
    const isTooLong = texts.some(
      (each) => typeof each === 'string' && each.length > MOST_CHARACTERS,
    );
    if (isTooLong) return [problem(place, `is longer than ${MOST_CHARACTERS} characters`)];
    return must(field.expects, field.accepts)(value, place);
  };
}
