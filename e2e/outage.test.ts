import { openSwitch, see, signIn, slider } from './testing/acts.ts';
import { journey } from './testing/journey.ts';
import { startParts } from './testing/parts.ts';

journey(
  'the shop goes on, and even starts anew, while the server is dead; everybody says so, and all recovers',
  async ({ newcomer }) => {
    const yard = await startParts();
    const admin = await newcomer();
    const shop = await newcomer();
    await shop.goto(yard.shopUrl);
    await signIn(admin, yard.link);
    await openSwitch(admin, 'Awesome new shop');
    await slider(admin).focus();
    await admin.keyboard.press('End');
    await see(shop, 'Welcome to the awesome new shop');
    await see(shop, 'Serving release 2.');

    await yard.server.kill();
    await see(shop, 'Serving release 2 from memory, server unreachable.');
    await see(admin, 'Connection lost. Trying again…');
    await shop.reload();
    await see(shop, 'Welcome to the awesome new shop');
    await see(shop, 'Serving release 2 from memory, server unreachable.');

    await yard.restartShop();
    await shop.reload();
    await see(shop, 'Welcome to the awesome new shop');
    await see(shop, 'Serving release 2 from memory, server unreachable.');

    await yard.server.start();
    await see(shop, 'Serving release 2.');
    await admin.getByText('Connection lost').waitFor({ state: 'hidden' });
    await slider(admin).focus();
    await admin.keyboard.press('Home');
    await see(shop, 'Good day');
    await see(shop, 'Serving release 3.');
  },
);
