import type { Details, Summary } from './service.ts';

/** A switch as it is told over HTTP. */
export const shownSummary = ({ createdAt, expiresAt, stale, ...summary }: Summary) => ({
  ...summary,
  stale: Object.fromEntries(
    Object.entries(stale).map(([key, { since, ...each }]) => [
      key,
      { ...each, since: since.toISOString() },
    ]),
  ),
  createdAt: createdAt.toISOString(),
  ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
});

export const shownDetails = ({ environments, requiredBy, ...summary }: Details) => ({
  ...shownSummary({ ...summary, environments: {} }),
  environments: Object.fromEntries(
    Object.entries(environments).map(([key, { lastAskedAt, ...each }]) => [
      key,
      { ...each, ...(lastAskedAt && { lastAskedAt: lastAskedAt.toISOString() }) },
    ]),
  ),
  requiredBy,
});
