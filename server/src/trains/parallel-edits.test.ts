import { expect, test } from 'vitest';
import { station } from './testing/station.ts';

const EDITS = 50;
const plan = [{ audience: { kind: 'internal' }, minimumMs: 1_000 }] as const;

test('of 50 edits of one version exactly one wins; the others are told the difference', async () => {
  const { publish, switchNow, viewer, base } = await station();
  for (const round of [1, 2, 3]) {
    const { version } = await switchNow('awesome');
    const all = await Promise.all(
      Array.from({ length: EDITS }, (_, at) =>
        publish([
          { kind: 'switch', key: 'awesome', base: version, set: { salt: `r${round}-${at}` } },
        ]),
      ),
    );
    const won = all.filter(({ status }) => status === 201);
    const lost = all.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([1, EDITS - 1]);
    const winner = won[0]?.body.changes[0].after.salt;
    expect(await switchNow('awesome')).toMatchObject({ salt: winner });
    for (const { body } of lost) {
      expect(body).toMatchObject({
        difference: [{ key: 'awesome', field: 'salt', theirs: winner }],
      });
    }
  }
  expect((await viewer.get(`${base}/releases?limit=1`)).body.releases[0].number).toBe(5);
});

test('where one rolls out the others wait as changes; none is lost', async () => {
  const { publish, change, yard, verified } = await station({ plan });
  const all = await Promise.all(
    Array.from({ length: EDITS }, (_, at) =>
      publish([{ kind: 'switch', key: 'awesome', base: 1, set: { salt: `s${at}` } }]),
    ),
  );
  const statuses = all.map(({ status }) => status);
  expect(statuses.filter((each) => each === 201)).toHaveLength(1);
  expect(statuses.filter((each) => each === 202)).toHaveLength(EDITS - 1);
  const numbers = all.flatMap(({ body }) => body.waiting?.change ?? []);
  expect(new Set(numbers).size).toBe(EDITS - 1);
  expect((await yard()).groups).toHaveLength(EDITS);
  expect(await change(numbers[0])).toMatchObject({ status: 'aboard' });
  expect(await verified()).toEqual([true, []]);
});
