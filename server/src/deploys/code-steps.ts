import * as fleet from '../fleet/service.ts';
import type { Reading } from '../platform/work.ts';
import * as webhooks from '../webhooks/service.ts';
import { type Stranded, strandedBy } from './stranded.ts';

/** An application whose code was another one then. */
export interface CodeStep {
  readonly app: string;
  readonly from: string;
  /** Null where it was not there yet: then it stays. */
  readonly to: string | null;
  /** Whether there is somebody to ask. */
  readonly hook: boolean;
  readonly words: string;
  /** What needs the code that goes. */
  readonly stranded: readonly Stranded[];
}

/** What code was another after an entry of the deploy log than now. */
export async function codeSteps(
  reading: Reading,
  environment: string,
  entry: number,
): Promise<CodeStep[]> {
  const then = new Map(
    (await fleet.versions(reading, environment, entry)).map(({ app, version }) => [app, version]),
  );
  const steps: CodeStep[] = [];
  for (const { app, version: from } of await fleet.versions(reading, environment)) {
    const to = then.get(app) ?? null;
    if (to === from) continue;
    const hook = to !== null && (await webhooks.isRegistered(reading, environment, app));
    const stranded =
      to === null ? [] : await strandedBy(reading, environment, { app, version: to });
    steps.push({ app, from, to, hook, words: wordsFor({ app, from, to, hook }), stranded });
  }
  return steps;
}

function wordsFor({ app, from, to, hook }: Pick<CodeStep, 'app' | 'from' | 'to' | 'hook'>): string {
  if (to === null) return `${app} was not deployed yet, and stays at ${from}`;
  const way = hook ? 'its hook is called' : 'it has no hook: use your deploy tool';
  return `${app}: ${from} → ${to}; ${way}`;
}
