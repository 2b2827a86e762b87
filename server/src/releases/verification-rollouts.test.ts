import { expect, test } from 'vitest';
import type { Entry } from '../deploy-log/entry.ts';
import { production } from '../testing/production.ts';
import type { Edit } from './edits.ts';
import * as releases from './service.ts';
import { forge, unlock } from './testing/forgery.ts';

const key = 'production';
const grants = { '*': 'admin' } as const;
const turn = (state: string): Edit => ({ kind: 'switch', key: 'awesome', set: { state } });

/** Release 1 is live, 2 was taken back, 3 has arrived, 4 gave way to 6 at the kill 5; 6 is out at its second stage. */
async function rollouts() {
  const { work, place, runner, clock } = await production();
  const depart = (edit: Edit) =>
    work((each) =>
      releases.depart(each, key, {
        edits: [edit],
        plan: [1_000, 2_000].map((thousandths) => ({
          audience: { kind: 'percentage', thousandths },
          minimumMs: 0,
        })),
        by: null,
        ride: { group: 1, riders: [], overridden: [] },
      }),
    );
  await work((each) => releases.publish(each, key, { edits: [turn('off')], grants }));
  await depart(turn('on'));
  await work((each) => releases.abort(each, key));
  await depart(turn('on'));
  await work((each) => releases.arrive(each, key));
  await depart(turn('conditional'));
  await work((each) => releases.kill(each, key, 'awesome', { grants }));
  await work((each) => releases.toStage(each, key, 1));
  await unlock(place);
  return {
    place,
    work,
    clock,
    problems: async () => (await releases.verify(runner.read)).problems,
    entry: async (action: string, release: number): Promise<Entry> => {
      const rows = await place.run(`select entry from deploy_log where release = ${release}`);
      const entries: Entry[] = rows.map(({ entry }) => JSON.parse(entry as string));
      return entries.find((entry) => entry.action === action) as Entry;
    },
  };
}

test('rollouts that nobody touched are as the log says', async () => {
  expect(await (await rollouts()).problems()).toEqual([]);
});

test('an arrival as something else than departed is found', async () => {
  const { place, problems, entry } = await rollouts();
  const arrival = await entry('arrive', 3);
  const { effect } = await entry('publish', 1);
  await forge(place, { ...arrival, effect });
  const here = `Release 3 of production (entry ${arrival.seq})`;
  expect(await problems()).toEqual(
    expect.arrayContaining([
      `${here} changes awesome from what it was not`,
      `${here} arrived as something else than departed`,
    ]),
  );
});

test('a departure that would have come to something else is found', async () => {
  const { place, problems, entry } = await rollouts();
  const departure = await entry('depart', 2);
  const [change] = departure.effect?.changes ?? [];
  const changes = [{ ...change, after: { ...change?.after, salt: 'sugar' } }];
  await forge(place, { ...departure, effect: { ...departure.effect, changes } } as Entry);
  expect(await problems()).toEqual([
    `Release 2 of production (entry ${departure.seq}) has another checksum`,
  ]);
});

test('something that ends, or goes on, without being out is found', async () => {
  const { place, problems, entry } = await rollouts();
  const [abort, stage] = [await entry('abort', 2), await entry('stage', 6)];
  await forge(place, { ...abort, release: 1 });
  await forge(place, { ...stage, release: 5 });
  expect(await problems()).toEqual(
    expect.arrayContaining([
      `Release 1 of production (entry ${abort.seq}) was not rolling out`,
      `Release 5 of production (entry ${stage.seq}) was not rolling out`,
    ]),
  );
});

test('an end of something else than departed is found', async () => {
  const { place, problems, entry } = await rollouts();
  const abort = await entry('abort', 2);
  await forge(place, { ...abort, settles: 1 });
  expect(await problems()).toEqual([
    `Release 2 of production (entry ${abort.seq}) does not settle how it departed`,
  ]);
});

test('a publication while something was out is found', async () => {
  const { place, problems, entry } = await rollouts();
  const kill = await entry('kill', 5);
  await forge(place, { ...kill, action: 'publish' });
  expect(await problems()).toEqual([
    `Release 5 of production (entry ${kill.seq}) was published while release 4 was rolling out`,
  ]);
});

test('tables that say otherwise about a rollout are found', async () => {
  const { place, problems, entry } = await rollouts();
  await place.run(`update releases set outcome = 'arrived' where number = 2`);
  await place.run('update environments set numbered = 7');
  await place.run(`update candidates set edits = replace(edits, '"conditional"', '"on"')`);
  expect(await problems()).toEqual([
    'production has numbered 7 releases, the log tells of 6',
    `Release 2 of production is not what entry ${(await entry('abort', 2)).seq} says`,
    'What rolls out in production is not what departed as release 6',
  ]);
  await place.run('delete from candidates');
  expect(await problems()).toContain('In production nothing rolls out, the log says release 6');
});
