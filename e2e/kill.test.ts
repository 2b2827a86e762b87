import { openSwitch, see, signIn } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

journey(
  'a kill closes the checkout for everybody, survives edits, and is lifted by a revive',
  async ({ yard, newcomer }) => {
    const admin = await newcomer();
    const shop = await newcomer();
    await shop.goto(yard.shopUrl);
    await see(shop, /All on one page|Three short steps/);

    await signIn(admin, yard.link);
    await openSwitch(admin, 'Checkout');
    await admin.getByRole('button', { name: 'Kill' }).click();
    await admin.getByRole('button', { name: 'Off for everybody in Development, now' }).click();
    await see(shop, 'Closed for a moment');
    await see(admin, /Off for everybody in Development, whatever is set below/);

    await admin.getByRole('radio', { name: 'Conditional' }).click();
    await see(admin, /Live as release 3/);
    await admin.getByRole('radio', { name: 'On', exact: true }).click();
    await see(admin, /Live as release 4/);
    await see(shop, 'Serving release 4');
    await see(shop, 'Closed for a moment');

    await admin.getByRole('button', { name: 'Revive' }).click();
    await see(shop, /All on one page|Three short steps/);
  },
);
