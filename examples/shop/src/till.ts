/** How many checkouts there were lately, and how many failed. */
export interface Takings {
  readonly checkouts: number;
  readonly failed: number;
}

export type Design = 'old' | 'new';

/** Remembers the checkouts of the last ten seconds, for a page to show. */
export interface Till {
  note(design: Design, isPaid: boolean): void;
  lately(design: Design): Takings;
}

const LATELY_MS = 10_000;

export function createTill(now: () => number = Date.now): Till {
  let checkouts: { readonly at: number; readonly design: Design; readonly isPaid: boolean }[] = [];
  const forget = () => {
    const since = now() - LATELY_MS;
    const first = checkouts.findIndex(({ at }) => at > since);
    checkouts = first < 0 ? [] : checkouts.slice(first);
  };

  return {
    note(design, isPaid) {
      if (checkouts.length % 100 === 99) forget();
      checkouts.push({ at: now(), design, isPaid });
    },
    lately(design) {
      forget();
      const such = checkouts.filter((each) => each.design === design);
      return { checkouts: such.length, failed: such.filter(({ isPaid }) => !isPaid).length };
    },
  };
}
