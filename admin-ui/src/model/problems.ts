import type { Problem } from '@switchyard/core';
import { Refusal } from '../call.ts';

/** What a refusal finds wrong, field by field; paths begin below `within`, where the server says it. */
export function problemsOf(thrown: unknown, within = ''): readonly Problem[] {
  const found = thrown instanceof Refusal ? thrown.extra.problems : undefined;
  if (!Array.isArray(found)) return [];
  return found.map(({ path, message }) => {
    const whole: string[] = path.map(String);
    return { path: whole[0] === within ? whole.slice(1) : whole, message };
  });
}

/** What is wrong with one field, or with anything in it. */
export const problemsAt = (problems: readonly Problem[], ...field: readonly string[]) =>
  problems
    .filter(({ path }) => field.every((part, at) => path[at] === part))
    .map(({ message }) => message);
