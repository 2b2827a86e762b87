import { isObject } from '../json.ts';
import type { Ruleset } from '../ruleset.ts';

/**
 * Whether a ruleset is whole: every part is there and is a list where it must be one. What the parts
 * say is not looked at: a newer server may say what this SDK does not know, and what cannot be
 * evaluated fails by itself.
 */
export const isRuleset = (value: unknown): value is Ruleset =>
  isObject(value) &&
  isRecord(value.switches, isSwitch) &&
  isRecord(value.segments, hasConditions) &&
  isRecord(value.cohorts, isObject) &&
  isObject(value.internalUsers) &&
  ['users', 'emails', 'domains', 'ranges'].every((name) =>
    isList((value.internalUsers as Members)[name], isText),
  );

type Members = Readonly<Record<string, unknown>>;
type Is = (value: unknown) => boolean;

const isText: Is = (value) => typeof value === 'string';
const isList = (value: unknown, is: Is) => Array.isArray(value) && value.every(is);
const isRecord = (value: unknown, is: Is) => isObject(value) && Object.values(value).every(is);

const hasConditions: Is = (value) => isObject(value) && isList(value.conditions, isObject);

const isSwitch: Is = (value) =>
  isObject(value) &&
  isText(value.state) &&
  isList(value.rules, hasConditions) &&
  isList(value.variants, isObject) &&
  isList(value.requires, isObject);
