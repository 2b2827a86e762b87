import type { RequestHandler } from 'express';
import type { Standing } from './standing.ts';

/** A stream that tells open pages to look again: now, and whenever they may look different. */
export function live(standing: Standing): RequestHandler {
  const pages = new Set<() => void>();
  standing.onChange(() => {
    for (const tell of pages) tell();
  });

  return (req, res) => {
    const tell = () => res.write('data: look again\n\n');
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    res.flushHeaders();
    tell();
    pages.add(tell);
    req.on('close', () => pages.delete(tell));
  };
}
