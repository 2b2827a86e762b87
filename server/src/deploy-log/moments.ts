import type { Reading } from '../platform/work.ts';
import type { Entry } from './entry.ts';
import * as store from './store.ts';

const MOST = 2_000;

/** When code or config was deployed, went further or was taken back: a line on every graph. */
interface Moment {
  readonly seq: number;
  /** As reported, where it was. */
  readonly at: string;
  readonly kind: 'code' | 'config';
  readonly action: string;
  readonly app?: string | undefined;
  readonly release?: number | undefined;
  readonly title: string;
}

/** Nothing for entries at which nothing changed. That code has got there changes no more than its start did. */
export function momentOf({ seq, at, ...entry }: Omit<Entry, 'effect'>): Moment | undefined {
  const { kind, action, settles, deploy, app, release, title } = entry;
  if (kind !== 'code' && kind !== 'config') return undefined;
  if (kind === 'code' && action === 'finish' && settles !== undefined) return undefined;
  return { seq, at: deploy?.at ?? at, kind, action, app, release, title };
}

/** Oldest first; only the latest of them where there are too many. */
export async function moments(
  { tx }: Reading,
  environment: string,
  from: Date,
  to: Date,
): Promise<Moment[]> {
  const filter = { kinds: ['code', 'config'], environments: [environment], from, to } as const;
  const rows = await store.page(tx, { ...filter, isUnfolded: true }, MOST);
  return rows.reverse().flatMap((row) => momentOf(JSON.parse(row.entry)) ?? []);
}
