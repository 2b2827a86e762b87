import { hash, murmur3 } from './murmur3.ts';

/** 100 %, in the unit of every percentage and weight here: integer thousandths of a percent. */
export const ALL = 100_000;

/** What units are hashed with under a salt. */
export const seedOf = (salt: string): number => murmur3(salt, 0);

/** Where a unit stands under a salt, from 0 to 2³²−1. A promise: it never changes. */
export const position = (salt: string, unit: string): number => murmur3(unit, seedOf(salt));

/** A unit is in if its position is less than this. */
export const threshold = (thousandths: number): number => Math.round((thousandths * 2 ** 32) / ALL);

/** `threshold`, moved to where signed positions are: they are compared without allocating. */
export const signedThreshold = (thousandths: number): number => threshold(thousandths) - 2 ** 31;

export const signedPosition = (unit: string, seed: number): number => hash(unit, seed) ^ -(2 ** 31);
