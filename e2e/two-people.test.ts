import { choose, goTo, invite, openSwitch, see, signIn, state } from './testing/acts.ts';
import { callerFor } from './testing/caller.ts';
import { journey } from './testing/journey.ts';

journey(
  'two people change one switch in production: the second is told of the first, and decides',
  async ({ yard, newcomer }) => {
    const first = await newcomer();
    await signIn(first, yard.link);
    await callerFor(first)('PATCH', '/environments/production', {
      policy: { confirm: true, plan: [], guard: null },
    });
    const second = await newcomer();
    await signIn(second, await invite(first, 'Sam Second'));
    for (const page of [first, second]) {
      await openSwitch(page, 'Free shipping');
      await choose(page, 'Production');
    }

    await state(first, 'Conditional').click();
    await see(first, 'Not published yet');
    await state(second, 'On').click();
    await second.getByRole('button', { name: 'Publish to Production' }).click();
    await see(second, 'Live as release 2');

    await see(first, 'Somebody else changed the same thing meanwhile.');
    const difference = first.getByRole('region', { name: 'Unpublished changes' });
    await difference.getByText('state: off → on').waitFor();
    await difference.getByText('state: off → conditional').first().waitFor();
    await first.getByLabel('Reason').fill('For members only');
    await first.getByRole('button', { name: 'Publish mine on top' }).click();
    await see(first, 'Live as release 3');

    await see(second, 'Live as release 3');
    await goTo(second, 'Deploy log');
    await see(second, '“For members only”');
  },
);
