import type { EvaluationContext } from '@switchyard/core';
import { type Report, SwitchyardError, wordsOf } from './problem.ts';

/** The context of somebody of whom nothing is known. */
export const nobody: EvaluationContext = Object.freeze({});

/** A plain object says itself who is asking; anything else has to be identified. */
export function isContext(subject: object): subject is EvaluationContext {
  try {
    const prototype: unknown = Object.getPrototypeOf(subject);
    if (prototype === Object.prototype || prototype === null) return true;
    // `Object.prototype` of another realm, as test runners have.
    return Object.getPrototypeOf(prototype) === null;
  } catch {
    return false;
  }
}

/** Makes contexts. One that cannot be made is that of nobody, and is reported once per reason. */
export function createIdentify<Subject>(
  identify: ((subject: Subject) => EvaluationContext) | undefined,
  report: Report,
): (subject: unknown) => EvaluationContext {
  const reported = new Set<string>();
  const failed = (words: string, cause?: unknown) => {
    if (!reported.has(words) && reported.size < 20) {
      reported.add(words);
      report(new SwitchyardError('identify', `${words}; nobody is assumed`, cause));
    }
    return nobody;
  };

  return (subject) => {
    if (typeof subject !== 'object' && typeof subject !== 'function') {
      return failed(`A ${typeof subject} says not who is asking: give a context or a request`);
    }
    if (!identify)
      return failed('Given something else than a context, and no `identify` to read it');
    try {
      const context: unknown = identify(subject as Subject);
      if (context instanceof Promise) context.catch(() => undefined);
      return typeof context === 'object' && context !== null && !(context instanceof Promise)
        ? (context as EvaluationContext)
        : failed('`identify` gave no context: it has to return an object, not a promise');
    } catch (thrown) {
      return failed(`\`identify\` threw: ${wordsOf(thrown)}`, thrown);
    }
  };
}
