import { goTo, see, seeHeading, state } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

journey(
  'somebody new creates a switch, turns it on, and stands in the log with it',
  async ({ yard, newcomer }) => {
    const page = await newcomer();
    await page.goto(yard.link);
    await page.getByLabel('Your name').fill('Robin Vale');
    await page.getByLabel('E-mail').fill('robin@example.com');
    await page.getByLabel('New password').fill('a long enough password');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await seeHeading(page, 'Switches');

    await page.getByRole('button', { name: 'Create switch' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Gift wrapping');
    await page.getByRole('button', { name: 'Create, off' }).click();
    await seeHeading(page, 'Gift wrapping');
    await state(page, 'On').click();
    await see(page, 'Everybody gets it.');
    await see(page, /Live as release \d/);

    await goTo(page, 'Deploy log');
    const line = page.getByRole('article', { name: /^gift-wrapping: .*off → on$/ });
    await line.getByText('Robin Vale').waitFor();

    await page.getByRole('button', { name: 'Account of Robin Vale' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('E-mail').fill('robin@example.com');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await seeHeading(page, 'Switches');
  },
);
