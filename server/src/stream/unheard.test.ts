import { expect, test } from 'vitest';
import { preparedDatabase } from '../testing/database.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { follow } from '../testing/sse.ts';

const MOST_READS = 12;

test('what another process releases unheard is found, at whatever moment of looking it comes', async () => {
  for (let moment = 1; moment <= MOST_READS; moment++) {
    const place = await preparedDatabase();
    // As a process does that dies before it can say so.
    const release = async (seq: number) => {
      const item = `'production', 'segment', 's${seq}', '{"conditions":[]}', ${seq}`;
      await place.run(
        `insert into ruleset_items (environment, kind, key, value, version) values (${item})`,
      );
      await place.run(`update environments set seq = ${seq}`);
    };
    let reads = Number.NEGATIVE_INFINITY;
    const watched = {
      ...place,
      async open() {
        const database = await place.open();
        const read: typeof database.read = async (run) => {
          const result = await database.read(run);
          if (++reads === moment) await release(2);
          return result;
        };
        return { ...database, read };
      },
    };
    const app = await production({ place: watched, stream: { recheckMs: 20 } });
    const { headers } = await app.sdkKey();
    const sdk = await follow(`${await listening(app)}/sdk/stream`, headers);
    await sdk.nth('ruleset');
    await release(1);
    reads = 0;
    await sdk.until(() => /:2$/.test(sdk.events.at(-1)?.data.to));
    expect(sdk.events.at(-1)?.data.set.segments).toHaveProperty('s2');
  }
});
