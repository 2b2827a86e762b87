interface Numbered {
  readonly seq: number;
}

/** What comes after `last`, page by page as it comes. `latest` answers the newest entries, newest first. */
export async function* follow<Entry extends Numbered>(
  last: number,
  latest: () => Promise<readonly Entry[]>,
  wait: () => Promise<unknown>,
): AsyncGenerator<Entry> {
  for (let seen = last; ; ) {
    await wait();
    for (const entry of (await latest()).toReversed()) {
      if (entry.seq <= seen) continue;
      seen = entry.seq;
      yield entry;
    }
  }
}
