import { z } from '@hono/zod-openapi';

const FIRST = Date.UTC(1000, 0);
const AFTER_LAST = Date.UTC(10_000, 0);

/** A time as people and tools give it: of a year that every database knows. */
export const instant = z.iso.datetime({ offset: true }).refine((text) => {
  const at = Date.parse(text);
  return at >= FIRST && at < AFTER_LAST;
}, 'Must be of the years 1000 to 9999');
