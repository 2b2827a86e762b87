import type { ServerResponse } from 'node:http';

export interface Outlet {
  /** False while the other side has not taken what it was sent, and after the end: then send nothing. */
  readonly isReady: boolean;
  send(event: Buffer): void;
  /** At once, whether or not the other side has taken everything. */
  end(): void;
}

interface Listeners {
  /** It has taken what it was sent. */
  ready(): void;
  closed(): void;
}

/**
 * Server-sent events to one client, straight to Node's response: an event is written once, to a Buffer that all
 * clients share. Whoever does not take what it was sent in time is cut.
 */
export function openOutlet(
  response: ServerResponse,
  headers: Headers,
  deadlineMs: number,
  listeners: Listeners,
): Outlet {
  let isReady = true;
  let deadline: NodeJS.Timeout | undefined;

  for (const [name, value] of headers) response.setHeader(name, value);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.on('drain', () => {
    clearTimeout(deadline);
    isReady = !response.writableEnded;
    if (isReady) listeners.ready();
  });
  response.on('close', () => {
    clearTimeout(deadline);
    listeners.closed();
  });
  response.on('error', () => response.destroy());

  return {
    get isReady() {
      return isReady;
    },
    send(event) {
      isReady = response.write(event);
      if (!isReady) deadline = setTimeout(() => response.destroy(), deadlineMs).unref();
    },
    end() {
      if (isReady) response.end();
      else response.destroy();
      isReady = false;
    },
  };
}
