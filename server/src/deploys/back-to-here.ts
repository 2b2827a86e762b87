import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Grants } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import * as trains from '../trains/service.ts';
import * as webhooks from '../webhooks/service.ts';
import { type CodeStep, codeSteps } from './code-steps.ts';

/** How long SDKs take at most to have what was restored, before code goes back under it. */
const HEAD_START_MS = 5_000;

interface Target {
  readonly entry: number;
  /** Whether code is to go back too. */
  readonly code: boolean;
}

export interface Preview {
  /** The release that was live then. */
  readonly release: number;
  readonly config: releases.Preview;
  readonly code: readonly CodeStep[];
  /** `config first`: what is live now needs code that goes. */
  readonly order: 'config first' | 'together';
}

/** What would be other than it is, if everything were as it was after an entry of the deploy log. */
export async function preview(
  reading: Reading,
  environment: string,
  { entry, code }: Target,
  grants: Grants,
): Promise<Preview> {
  const release = await releaseAt(reading, environment, entry);
  const config = await releases.previewRestore(reading, environment, release, { grants });
  const steps = code ? await codeSteps(reading, environment, entry) : [];
  const mustGoFirst = steps.some(({ stranded }) => stranded.some((each) => each.release > release));
  const order = mustGoFirst ? 'config first' : 'together';
  return { release, config, code: steps, order };
}

export interface Done {
  /** The entry that everything belongs to; null if there was nothing to do. */
  readonly entry: number | null;
  readonly preview: Preview;
  readonly warnings: readonly string[];
}

/** Makes everything as it was after an entry: config at once, code by the hooks of those who deploy it. */
export async function goBack(
  work: Work,
  environment: string,
  { entry, code, reason }: Target & { readonly reason?: string | undefined },
  by: trains.Someone,
): Promise<Done> {
  const planned = await preview(work, environment, { entry, code }, { [environment]: by.role });
  const wish = { by, reason };
  const { release, warnings, isNew } = await trains.restore(
    work,
    environment,
    planned.release,
    wish,
  );
  const steps = planned.code.filter(({ to, hook }) => hook && to !== null);
  const whole = isNew
    ? release.entry
    : steps.length > 0
      ? await recordCode(work, environment, entry, steps, reason)
      : null;
  if (whole !== null) {
    const headStart = planned.order === 'config first' ? HEAD_START_MS : 0;
    const notBefore = new Date(work.now.getTime() + headStart);
    for (const { app, from, to } of steps) {
      const asked = { app, from, to: to as string, entry: whole, reason, notBefore };
      await webhooks.order(work, environment, asked);
    }
  }
  return { entry: whole, preview: planned, warnings };
}

async function releaseAt(reading: Reading, environment: string, entry: number): Promise<number> {
  await environments.find(reading, environment);
  if ((await deployLog.find(reading, entry)) === undefined) {
    throw new Problem('not-found', `There is no entry ${entry} in the deploy log`);
  }
  const release = await releases.liveAt(reading, environment, entry);
  if (release === 0) {
    throw new Problem('invalid', `${environment} had no release yet at entry ${entry}`);
  }
  return release;
}

/** Where config is as it was already, the entry is about code alone. */
async function recordCode(
  work: Work,
  environment: string,
  entry: number,
  steps: readonly CodeStep[],
  reason: string | undefined,
): Promise<number> {
  const { seq } = await deployLog.record(work, {
    kind: 'code',
    action: 'back-to-here',
    environment,
    title: `Back to entry ${entry}: ${steps.map(({ app, from, to }) => `${app} ${from} → ${to}`).join(', ')}`,
    reason,
  });
  return seq;
}
