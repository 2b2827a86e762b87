import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import {
  choose,
  goTo,
  invite,
  openSwitch,
  see,
  seeHeading,
  signIn,
  state,
} from './testing/acts.ts';
import { callerFor } from './testing/caller.ts';
import { startInstance } from './testing/instances.ts';
import { journey } from './testing/journey.ts';

const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
const keys = ['free-shipping', 'workshop'];
const patience = { timeout: 60_000, interval: 50 };

journey(
  'two people ride one train: princess, canary users and only they, everybody, and back',
  async ({ yard, newcomer }) => {
    const first = await newcomer();
    await signIn(first, yard.link);
    const call = callerFor(first);
    await call('PATCH', '/environments/production', {
      policy: {
        confirm: true,
        isPrincessRequired: true,
        guard: null,
        plan: [
          { audience: { kind: 'percentage', thousandths: 20_000 }, minimumMs: 15_000 },
          { audience: { kind: 'percentage', thousandths: 60_000 }, minimumMs: 4000 },
        ],
      },
    });
    const keyOf = async (name: string, channel: string) =>
      (
        await call<{ secret: string }>('POST', '/environments/production/keys', {
          name,
          kind: 'server',
          channel,
        })
      ).secret;
    const live = await keyOf('Live', 'live');
    const [one, other, princess] = await Promise.all([
      startInstance(yard.adminUrl, live),
      startInstance(yard.adminUrl, live),
      startInstance(yard.adminUrl, await keyOf('Princess', 'princess')),
    ]);
    const second = await newcomer();
    await signIn(second, await invite(first, 'Sam Second'));

    await propose(first, 'Free shipping', 'Ship for nothing');
    await propose(second, 'Workshop', 'Open the workshop');
    expect(await counts(princess)).toEqual([0, 0]);

    for (const page of [first, second]) await goTo(page, 'Train');
    await first.getByRole('link', { name: 'Open the workshop', exact: true }).waitFor();
    await first.getByRole('button', { name: 'Princess' }).click();
    await expect.poll(() => counts(princess), patience).toEqual([1000, 1000]);
    expect(await counts(one)).toEqual([0, 0]);

    await first.getByRole('button', { name: 'Good: Ship for nothing' }).click();
    await second.getByRole('button', { name: 'Good: Open the workshop' }).click();
    await see(first, 'Rolls out in 2 stages.');
    await first.getByRole('button', { name: 'Production', exact: false }).last().click();

    await second.getByRole('button', { name: 'Hold the train' }).click();
    await second.getByLabel('Reason').fill('Let me look first');
    await second.getByRole('button', { name: 'Hold', exact: true }).click();
    await see(first, 'Sam Second holds the train: Let me look first');

    const canary = await canaries(one, 0);
    expect(canary.length).toBeGreaterThan(140);
    expect(canary.length).toBeLessThan(260);
    await expect.poll(() => other.active(keys, users), patience).toEqual([canary, canary]);
    await second.getByRole('button', { name: 'Lift the hold of Sam Second' }).click();
    const more = await canaries(one, canary.length);
    expect(more).toEqual(expect.arrayContaining(canary));
    for (const each of [one, other]) {
      await expect.poll(() => counts(each), patience).toEqual([1000, 1000]);
    }

    await goTo(second, 'Deploy log');
    await second.getByRole('button', { name: 'Roll back release 2' }).click();
    await seeHeading(second, 'Roll back release 2');
    await see(second, 'state: on → off');
    await second.getByRole('button', { name: 'Roll back in Production' }).click();
    for (const each of [one, other, princess]) {
      await expect.poll(() => counts(each), patience).toEqual([0, 0]);
    }
    await goTo(second, 'Train');
    await see(second, 'was rolled back');
  },
);

type Instance = Awaited<ReturnType<typeof startInstance>>;

const counts = async (instance: Instance) =>
  (await instance.active(keys, users)).map(({ length }) => length);

/** Those who get the release once they are more than so many: all of it, each of them. */
async function canaries(instance: Instance, beyond: number): Promise<string[]> {
  const [left, right] = await vi.waitUntil(async () => {
    const active = await instance.active(keys, users);
    return (active[0]?.length ?? 0) > beyond && active;
  }, patience);
  expect(left).toEqual(right);
  return left ?? [];
}

async function propose(page: Page, name: string, title: string) {
  await openSwitch(page, name);
  await choose(page, 'Production');
  await state(page, 'On').click();
  await page.getByRole('button', { name: 'Propose a change' }).click();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByRole('button', { name: 'Propose', exact: true }).click();
  await see(page, /is proposed and aboard/);
}
