import type { Locator, Page } from 'playwright-core';

/** Follows a sign-in link, and puts off choosing a password. */
export async function signIn(page: Page, link: string) {
  await page.goto(link);
  await page.getByRole('button', { name: 'Skip for now' }).click();
  await page.getByRole('heading', { name: 'Switches' }).waitFor();
}

export async function goTo(page: Page, place: string) {
  const places = page.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: place }).click();
  await page.getByRole('main', { name: place }).waitFor();
}

export async function choose(page: Page, environment: string) {
  await page.getByLabel('Environment', { exact: true }).selectOption({ label: environment });
}

/** Opens a switch by its name, from the list. */
export async function openSwitch(page: Page, name: string) {
  await goTo(page, 'Switches');
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

export const slider = (page: Page): Locator =>
  page.getByRole('slider', { name: 'Percentage of users' });

export const state = (page: Page, name: 'Off' | 'Conditional' | 'On'): Locator =>
  page
    .getByRole('radiogroup', { name: 'State', exact: true })
    .getByRole('radio', { name, exact: true });

/** Waits until the page shows this, however it got there. */
export const see = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).first().waitFor();

export const seeHeading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { name }).first().waitFor();

/** Invites somebody who may do everything; the sign-in link to send them. */
export async function invite(page: Page, name: string): Promise<string> {
  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill('sam@example.com');
  await page.getByLabel('All environments').selectOption('driver');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.getByLabel('sign-in link', { exact: true }).textContent();
  await page.getByRole('button', { name: 'Close' }).last().click();
  return link?.trim() ?? '';
}
