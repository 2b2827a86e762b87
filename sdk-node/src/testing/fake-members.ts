type Change = readonly [cohort: string, user: string, isMember: boolean];

/** Who opted in, as a server keeps it: the last thing that is known of each, by the order in which it became so. */
export interface FakeMembers {
  /** None as long as nobody ever joined. */
  readonly position: string | undefined;
  /** The most that a page holds. */
  most: number;
  /** Tells all streams, with the changes or without, unless it is to be kept from them. */
  change(changes: readonly Change[], how?: 'inline' | 'told' | 'quietly'): void;
  /** What a database that was restored has instead. */
  restore(epoch: string, changes: readonly Change[]): void;
  page(after: string | null, limit: number): object;
}

export function createFakeMembers(tell: (message: object) => void): FakeMembers {
  let epoch = 'epoch';
  let seq = 0;
  const last = new Map<string, { readonly seq: number; readonly change: Change }>();
  const at = (seq: number) => `${epoch}:${seq}`;
  const take = (changes: readonly Change[]) => {
    for (const change of changes) {
      seq++;
      last.set(`${change[0]} ${change[1]}`, { seq, change });
    }
  };

  const members: FakeMembers = {
    most: Number.POSITIVE_INFINITY,
    get position() {
      return seq === 0 ? undefined : at(seq);
    },
    change(changes, how = 'inline') {
      const from = at(seq);
      take(changes);
      if (how === 'inline') tell({ from, to: at(seq), changes });
      if (how === 'told') tell({ to: at(seq) });
    },
    restore(restored, changes) {
      epoch = restored;
      seq = 0;
      last.clear();
      take(changes);
      tell({ to: at(seq) });
    },
    page(after, limit) {
      const isOurs = after?.startsWith(`${epoch}:`) ?? true;
      const from = isOurs && after !== null ? Number(after.slice(epoch.length + 1)) : 0;
      const lacking = [...last.values()]
        .filter((each) => each.seq > from)
        .sort((a, b) => a.seq - b.seq);
      const page = lacking.slice(0, Math.min(limit, members.most));
      const more = page.length < lacking.length;
      return {
        from: at(from),
        to: at(more ? (page.at(-1)?.seq ?? from) : seq),
        more,
        changes: page.map(({ change }) => change),
        ...(!isOurs && { reset: true }),
      };
    },
  };
  return members;
}
