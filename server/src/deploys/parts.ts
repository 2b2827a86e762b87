import type { Part } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import * as fleet from '../fleet/service.ts';
import type { Reading } from '../platform/work.ts';
import * as webhooks from '../webhooks/service.ts';

/** How far everything is that one entry set going: config, which is done with it, and code. */
export async function partsOf(reading: Reading, seq: number): Promise<Part[]> {
  const deliveries = await webhooks.deliveriesFor(reading, seq);
  if (deliveries.length === 0) return [];
  const entry = await deployLog.find(reading, seq);
  const config: Part[] =
    entry?.release === undefined
      ? []
      : [
          {
            kind: 'config',
            status: 'done',
            words: entry.title,
            release: entry.release,
            updatedAt: entry.at,
          },
        ];
  const code: Part[] = [];
  for (const { app, environment, status, outcome, id, updatedAt } of deliveries) {
    const deploy = await fleet.find(reading, environment, id);
    code.push({
      kind: 'code',
      app,
      status,
      words: outcome,
      delivery: id,
      ...(deploy && { entry: deploy.startEntry }),
      updatedAt: updatedAt.toISOString(),
    });
  }
  return [...config, ...code];
}
