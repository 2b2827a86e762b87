import type { LitElement } from 'lit';
import { onTestFinished } from 'vitest';
import '../icons/icons.ts';
import '../styles/tokens.css';
import '../styles/web-awesome.css';

/** Puts an element on the page with these properties, until the test is over. */
export async function mount<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
): Promise<HTMLElementTagNameMap[Name]> {
  const element = document.createElement(name);
  Object.assign(element, properties);
  document.body.append(element);
  onTestFinished(() => element.remove());
  await (element as unknown as LitElement).updateComplete;
  return element;
}

/** Everything in an element that fits a selector, through all shadow roots. */
export function findAll<Found extends Element = HTMLElement>(
  root: Element | ShadowRoot,
  selector: string,
): Found[] {
  const scope = root instanceof Element && root.shadowRoot ? root.shadowRoot : root;
  const inside = [...scope.querySelectorAll('*')].filter((each) => each.shadowRoot !== null);
  return [
    ...scope.querySelectorAll<Found>(selector),
    ...inside.flatMap((each) => findAll<Found>(each, selector)),
  ];
}

/** What an element tells: the details of one kind of event, in order. */
export function heard<Detail>(element: Element, name: string): Detail[] {
  const details: Detail[] = [];
  element.addEventListener(name, (event) => details.push((event as CustomEvent<Detail>).detail));
  return details;
}
