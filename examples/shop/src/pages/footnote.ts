import type { Flags } from '../shop.ts';

/** What the page was decided with. */
export function footnote(flags: Flags): string {
  return '';
}
