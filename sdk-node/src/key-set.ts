import { murmur3 } from '@switchyard/core';

const PARTS = 256;

/**
 * A set for a million keys. It is many small ones, since one that is large copies itself whenever it has doubled, and
 * everything else waits for that.
 */
export interface KeySet {
  has(key: string): boolean;
  add(key: string): void;
  delete(key: string): void;
}

export function createKeySet(): KeySet {
  const parts: (Set<string> | undefined)[] = new Array(PARTS).fill(undefined);
  const partOf = (key: string) => murmur3(key, 0) % PARTS;

  return {
    has: (key) => parts[partOf(key)]?.has(key) === true,
    add(key) {
      const at = partOf(key);
      const part = parts[at] ?? new Set();
      parts[at] = part.add(key);
    },
    delete(key) {
      parts[partOf(key)]?.delete(key);
    },
  };
}
