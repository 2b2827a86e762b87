import { choose, goTo, openSwitch, see, signIn, state } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

const patience = { timeout: 90_000 };

journey(
  'a release that breaks the checkout for a few is taken back by itself, and says why',
  { timeout: 300_000 },
  async ({ yard, newcomer }) => {
    const shop = await newcomer();
    await shop.goto(`${yard.liveShopUrl}/customers`);
    await shop.getByRole('button', { name: 'Let 5,000 customers in' }).click();
    await see(shop, /of [1-9]\d* failed/);

    const admin = await newcomer();
    await signIn(admin, yard.link);
    await openSwitch(admin, 'New checkout');
    await choose(admin, 'Production');
    await state(admin, 'On').click();
    const clicked = performance.now();

    await shop.getByText('Serving release 1, and release 2 to some.').waitFor(patience);
    const taken = shop.getByText('Serving release 1. Release 2 was taken back.');
    await taken.waitFor(patience);
    const seconds = Math.round((performance.now() - clicked) / 1000);
    await see(admin, /Rolled back after/);
    await goTo(admin, 'Deploy log');
    const sentence = admin.getByText(/Rolled back after .+: .+/).first();
    console.log(`Taken back ${seconds} s after the click. ${await sentence.textContent()}`);

    await goTo(admin, 'Train');
    await see(admin, /Rolled back after/);
    const unbroken = shop.getByText(/^0 of 0 failed/);
    await unbroken.waitFor(patience);
    await see(shop, /of [1-9]\d* failed/);
  },
);
