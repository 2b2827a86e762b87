import { connect, type Socket } from 'node:net';
import { finished } from 'node:stream';
import type { Meter } from './meter.ts';
import { nameOf } from './names.ts';
import type { Place } from './settings.ts';

/** What waits while nobody listens; the oldest goes first. */
const MOST_LINES = 1_000;
const PATIENCE_MS = 10_000;
const LAST_PATIENCE_MS = 1_000;

interface Settings {
  readonly place: Place;
  readonly prefix: string;
  readonly report: (error: unknown) => void;
  /** How long until the next attempt after a failed one; each further takes twice as long, up to 64 times. */
  readonly retryMs?: number;
}

/**
 * Tells Graphite of every deploy, by its plaintext protocol. Deploys are rare: all that waits is sent over a connection
 * of its own, and counts as sent when that ended well. A line that comes twice is the same to Graphite.
 */
export function createGraphite({ place, prefix, report, retryMs = 1_000 }: Settings) {
  let lines: string[] = [];
  let socket: Socket | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let [failures, isClosed] = [0, false];

  function send(): void {
    if (socket !== undefined || waiting !== undefined || isClosed || lines.length === 0) return;
    const batch = lines;
    lines = [];
    const current = connect(place);
    socket = current;
    current.setTimeout(PATIENCE_MS, () => current.destroy(new Error('It takes nothing')));
    finished(current.end(batch.join('')).resume(), (error) => {
      current.destroy();
      socket = undefined;
      if (error) {
        lines = [...batch, ...lines].slice(-MOST_LINES);
        retry(error);
      } else {
        failures = 0;
        send();
      }
    });
  }

  function retry(error: Error): void {
    if (failures === 0) {
      const where = `Graphite at ${place.host}:${place.port}`;
      report(new Error(`${where} is told later: ${error.message}`, { cause: error }));
    }
    const afterMs = retryMs * 2 ** Math.min(failures++, 6);
    waiting = setTimeout(() => {
      waiting = undefined;
      send();
    }, afterMs).unref();
  }

  const meter: Meter = (happening) => {
    if (happening.what !== 'deploy') return;
    const { app, environment, at } = happening;
    const seconds = Math.floor(at.getTime() / 1000);
    lines.push(`${prefix}${nameOf('deploys', app, environment)} 1 ${seconds}\n`);
    if (lines.length > MOST_LINES) lines.shift();
    send();
  };

  return {
    meter,
    /** Lets what is on its way arrive, for a moment. */
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(waiting);
      const current = socket;
      if (current === undefined) return;
      const patience = setTimeout(() => current.destroy(), LAST_PATIENCE_MS);
      await new Promise((resolve) => current.once('close', resolve));
      clearTimeout(patience);
    },
  };
}
