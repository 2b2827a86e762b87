import { z } from '@hono/zod-openapi';
import { PolicyEdit } from '../environments/schemas.ts';
import * as environments from '../environments/service.ts';
import type { Work } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import * as sdkKeys from '../sdk-keys/service.ts';
import { switchKinds } from '../switches/description.ts';
import { defaultOf } from '../switches/items.ts';
import type { Host } from './database.ts';
import { exit, Failure } from './exit.ts';

const Thing = z.looseObject({ key: z.string() });

const Seed = z.strictObject({
  environments: z
    .array(
      z.strictObject({
        key: z.string(),
        name: z.string().optional(),
        policy: PolicyEdit.optional(),
        sdkKeys: z
          .array(z.strictObject({ name: z.string().min(1), kind: z.enum(sdkKeys.kinds) }))
          .default([]),
        file: z
          .strictObject({
            switches: z
              .array(
                z.strictObject({
                  key: z.string(),
                  name: z.string().optional(),
                  description: z.string().optional(),
                  owner: z.string().optional(),
                  tags: z.array(z.string()).optional(),
                  kind: z.enum(switchKinds).optional(),
                  config: z.record(z.string(), z.unknown()),
                }),
              )
              .default([]),
            segments: z.array(Thing).default([]),
            cohorts: z.array(Thing).default([]),
            internalUsers: z.record(z.string(), z.unknown()).optional(),
          })
          .optional(),
      }),
    )
    .min(1),
});
type SeedEnvironment = z.infer<typeof Seed>['environments'][number];

export interface MadeKey {
  readonly environment: string;
  readonly name: string;
  readonly kind: sdkKeys.Kind;
  /** Shown this once. */
  readonly secret: string;
}

/** Fills a database that has no environments: all of the file, or nothing. */
export async function seed(
  { write }: Host,
  content: unknown,
): Promise<{ environments: string[]; keys: MadeKey[] }> {
  const parsed = Seed.safeParse(content);
  if (!parsed.success) throw new Failure(exit.refused, z.prettifyError(parsed.error));
  const wanted = parsed.data.environments;
  return write(async (work) => {
    const known = (await environments.list(work)).map(({ key }) => key);
    if (known.length > 0) {
      throw new Failure(
        exit.refused,
        `The database is in use already: it has the environments ${known.join(', ')}`,
      );
    }
    const keys: MadeKey[] = [];
    for (const each of wanted) keys.push(...(await seedOne(work, each)));
    return { environments: wanted.map(({ key }) => key), keys };
  });
}

async function seedOne(work: Work, wanted: SeedEnvironment): Promise<MadeKey[]> {
  const { key: environment, name = environment, policy } = wanted;
  await environments.create(work, { key: environment, name, policy });
  if (wanted.file !== undefined) {
    await releases.importFile(work, environment, importFileOf(wanted.file), 'merge', {
      reason: 'A first set of switches',
      grants: { '*': 'admin' },
    });
  }
  const keys: MadeKey[] = [];
  for (const draft of wanted.sdkKeys) {
    const { secret } = await sdkKeys.create(work, environment, draft);
    keys.push({ environment, ...draft, secret });
  }
  return keys;
}

function importFileOf(file: NonNullable<SeedEnvironment['file']>) {
  const { switches, segments, cohorts, internalUsers } = file;
  return {
    format: 'switchyard-environment',
    version: 1,
    descriptions: Object.fromEntries(switches.map(({ key, config: _, ...rest }) => [key, rest])),
    switches: Object.fromEntries(
      switches.map(({ key, config }) => [
        key,
        { ...defaultOf({ kind: 'switch', key }), ...config },
      ]),
    ),
    segments: byKey(segments),
    cohorts: byKey(cohorts),
    internalUsers,
  } as const;
}

const byKey = (things: readonly z.infer<typeof Thing>[]) =>
  Object.fromEntries(things.map(({ key, ...rest }) => [key, rest]));
