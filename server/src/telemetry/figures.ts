import * as environments from '../environments/service.ts';
import * as guards from '../guards/service.ts';
import type { Reading } from '../platform/work.ts';
import * as trains from '../trains/service.ts';
import * as webhooks from '../webhooks/service.ts';

/** What the database says of the server at one moment. */
export async function figuresOf(reading: Reading) {
  const all = [];
  for (const { key, release, numbered } of await environments.list(reading)) {
    all.push({
      environment: key,
      release,
      numbered,
      train: await trains.standing(reading, key),
      guard: await guards.lastVerdict(reading, key),
    });
  }
  return { environments: all, deliveries: await webhooks.countsByStatus(reading) };
}

export type Figures = Awaited<ReturnType<typeof figuresOf>>;
