import { z } from '@hono/zod-openapi';
import { BINS, groups } from '@switchyard/core';
import { Metric } from '../environments/schemas.ts';

const MOST_EVENTS = 300;
const MOST_USERS = 10_000;

const number = z.number().finite();
const count = z.number().int().min(0).max(1e12);
const name = z.string().min(1).max(200);
const some = <T extends z.ZodType>(each: T, most = MOST_EVENTS) =>
  z.record(name, each).refine((all) => Object.keys(all).length <= most, `At most ${most}`);

const hashes = z.array(z.string().regex(/^[0-9a-f]{16}$/)).max(MOST_USERS);
const sample = z
  .number()
  .min(2 ** -32)
  .max(1)
  .describe('Hashes below this part of the whole range are told of, in all arms alike');
const users = z.object({ sample, canary: hashes, control: hashes });

const bins = z.array(number).length(BINS);
const sums = z.object({
  n: z.array(count).length(BINS),
  typical: bins.optional(),
  slow: bins.optional(),
  mean: bins.optional(),
});

const totals = z.object({
  totals: z.partialRecord(z.enum(groups), z.tuple([count, number])),
  histogram: z.record(z.string().regex(/^\d{1,3}$/), count).optional(),
});

/** What `createMetrics().take()` gives. Both arms of a release are always in one message. */
export const Metrics = z
  .object({
    minutes: z.array(z.object({ minute: count, events: some(totals) })).max(60),
    trials: z
      .array(
        z.object({
          salt: name,
          stage: z.number().int().min(0).max(30),
          exposed: users,
          events: some(z.object({ canary: sums, control: sums, users: users.optional() })),
        }),
      )
      .max(10),
    experiments: z
      .object({
        salt: name,
        variants: some(z.object({ sample, users: some(hashes, 100) })),
        events: some(z.object({ sample, users: hashes })),
      })
      .optional(),
    dropped: count,
  })
  .openapi('Metrics');

export const KnownEvents = z
  .object({
    events: z.array(z.string()).describe('Names of all that is kept'),
    metrics: z.array(Metric).describe('What the guard compares; nothing where there is none'),
  })
  .openapi('KnownEvents');

const Point = z.object({
  at: z.iso.datetime().describe('When the step began'),
  count: z.number().describe('How often, in all groups together'),
  sum: z.number().describe('Of its values'),
  totals: z
    .partialRecord(z.enum(groups), z.tuple([z.number(), z.number()]).readonly())
    .describe('Count and sum by group: of a canary, its control, who chose it, and all others'),
  quantiles: z
    .object({ p50: z.number(), p95: z.number(), p99: z.number() })
    .nullable()
    .describe('Of its values, to within 5 %; null where it has none'),
});

const Deploy = z.object({
  seq: z.number().int().describe('Its entry in the deploy log'),
  at: z.iso.datetime(),
  kind: z.enum(['code', 'config']),
  action: z.string(),
  app: z.string().optional(),
  release: z.number().int().optional(),
  title: z.string(),
});

export const EventHistory = z
  .object({
    event: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    stepMs: z.number().int().describe('How much time a point stands for'),
    points: z.array(Point).describe('Steps in which nothing was reported are left out'),
    deploys: z
      .array(Deploy)
      .describe('Of code and config: whenever one began, went further or was taken back'),
  })
  .openapi('EventHistory');
