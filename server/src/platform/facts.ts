import type { Fact } from './work.ts';

/** Tells whoever listens what has happened. A listener that throws does not keep others from hearing. */
export function createFacts(onError: (error: unknown) => void) {
  const listeners = new Set<(fact: Fact) => void>();
  return {
    announce(fact: Fact): void {
      for (const listener of listeners) {
        try {
          listener(fact);
        } catch (error) {
          onError(error);
        }
      }
    },
    /** Returns how to stop listening. */
    listen(listener: (fact: Fact) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Facts = ReturnType<typeof createFacts>;
