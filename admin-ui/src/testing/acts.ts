import type { LitElement } from 'lit';
import { expect } from 'vitest';
import { findAll } from './mount.ts';

/** Waits until the element shows something that fits the selector, and perhaps is called by these words. */
export async function see<Found extends Element = HTMLElement>(
  root: Element,
  selector: string,
  words = '',
): Promise<Found> {
  const find = () => findAll<Found>(root, selector).find((each) => nameOf(each).includes(words));
  await expect.poll(() => find() !== undefined, { message: `${selector} ${words}` }).toBe(true);
  await (root as LitElement).updateComplete;
  return find() as Found;
}

/** Presses a button as soon as it can be pressed. */
export const press = async (root: Element, words: string): Promise<void> =>
  (await see(root, 'button:not(:disabled)', words)).click();

export async function type(root: Element, selector: string, text: string): Promise<void> {
  const input = await see<HTMLInputElement>(root, selector);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What a screen reader calls it: its label, else its text. */
const nameOf = (element: Element) =>
  (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();

export const shownText = (root: Element, selector: string) =>
  findAll(root, selector).map((each) => (each.textContent ?? '').replace(/\s+/g, ' ').trim());
