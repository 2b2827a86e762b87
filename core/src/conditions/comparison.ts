import { choice } from './field-kinds.ts';

export const comparison = choice('=', '<', '<=', '>', '>=');

/** Whether a difference, actual minus wanted, is as the operator asks. */
export const compares = {
  '=': (difference: number) => difference === 0,
  '<': (difference: number) => difference < 0,
  '<=': (difference: number) => difference <= 0,
  '>': (difference: number) => difference > 0,
  '>=': (difference: number) => difference >= 0,
};
