import { isObject } from '../json.ts';
import type { Measure, Measures } from './message.ts';

/** Undefined if it is none. What is not known of a measure is passed over, and so is one that makes no sense. */
export function readMeasures(message: unknown): Measures | undefined {
  if (!isObject(message)) return undefined;
  return Object.fromEntries(
    Object.entries(message).flatMap(([event, told]) => {
      const measure = readMeasure(told);
      return measure ? [[event, measure]] : [];
    }),
  );
}

function readMeasure(told: unknown): Measure | undefined {
  if (!isObject(told)) return undefined;
  const { users, values } = told;
  if (users !== undefined && typeof users !== 'boolean') return undefined;
  const ofUsers = users === undefined ? {} : { users };
  if (values === undefined) return ofUsers;
  if (!isObject(values)) return undefined;
  const { slow, cap } = values;
  if (!isThreshold(slow) || !isThreshold(cap)) return undefined;
  const thresholds = { ...(slow !== undefined && { slow }), ...(cap !== undefined && { cap }) };
  return { ...ofUsers, values: thresholds };
}

const isThreshold = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isFinite(value));
