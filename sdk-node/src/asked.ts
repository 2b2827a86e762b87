const MOST_UNKNOWN = 100;
const MOST_ASKED = 10_000;
const LONGEST_KEY = 200;

/** What was asked for in a while: no more than a report may hold. */
export interface Asked {
  readonly asked: readonly string[];
  readonly unknown: Readonly<Record<string, number>>;
}

/** Notes what is asked for. A switch that was noted already costs one look-up. */
export interface AskedNotes {
  note(defined: ReadonlySet<string>, key: string): void;
  /** What was asked for since it was last taken. */
  take(): Asked;
}

export function createAskedNotes(): AskedNotes {
  const asked = new Set<string>();
  const unknown = new Map<string, number>();

  function noteUnknown(key: unknown) {
    if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) return;
    const count = unknown.get(key) ?? 0;
    if (count > 0 || unknown.size < MOST_UNKNOWN) unknown.set(key, count + 1);
  }

  return {
    note(defined, key) {
      if (asked.has(key)) return;
      if (defined.has(key)) asked.add(key);
      else noteUnknown(key);
    },
    take() {
      const taken = {
        asked: [...asked].slice(0, MOST_ASKED),
        unknown: Object.fromEntries(unknown),
      };
      asked.clear();
      unknown.clear();
      return taken;
    },
  };
}
