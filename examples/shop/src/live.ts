import type { RequestHandler } from 'express';
import type { Flags } from './shop.ts';

/** A stream that tells open pages to look again: now, and whenever something about the switches changes. */
export function live(flags: Flags): RequestHandler {
  const pages = new Set<() => void>();
  const tellAll = () => {
    for (const tell of pages) tell();
  };
  for (const event of ['change', 'error', 'stale', 'synced', 'recovered'] as const)
    flags.on(event, tellAll);

  return (req, res) => {
    const tell = () => res.write('data: look\n\n');
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    res.flushHeaders();
    tell();
    pages.add(tell);
    req.on('close', () => pages.delete(tell));
  };
}
