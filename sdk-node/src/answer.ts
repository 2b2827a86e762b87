import type { Experiments } from '@switchyard/core';

/** What the answer to a report tells of experiments, if it does. Of anything else nothing is taken. */
export function readExperiments(text: string): Experiments | undefined {
  try {
    const { salt, events } = JSON.parse(text).experiments;
    const isGood = isText(salt) && Array.isArray(events) && events.length <= 100;
    return isGood && events.every(isText) ? { salt, events } : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
