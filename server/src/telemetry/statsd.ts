import { isIP } from 'node:net';
import { StatsD } from 'hot-shots';
import type { Happening, Meter } from './meter.ts';
import { nameOf } from './names.ts';
import type { Place } from './settings.ts';

const EVERY_MS = 10_000;
/** What fits into one packet of most networks. */
const MOST_BYTES = 1_400;

interface Settings {
  readonly place: Place;
  readonly prefix: string;
  /** How many SDKs are connected, by environment. */
  readonly connections: () => Readonly<Record<string, number>>;
  readonly report: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Tells StatsD, by UDP: whether anybody listens makes no difference. */
export function createStatsD({ place, prefix, connections, report, everyMs = EVERY_MS }: Settings) {
  let isReported = false;
  const client = new StatsD({
    ...place,
    prefix,
    cacheDns: true,
    maxBufferSize: MOST_BYTES,
    udpSocketOptions: { type: isIP(place.host) === 6 ? 'udp6' : 'udp4' },
    errorHandler(error) {
      if (isReported) return;
      isReported = true;
      const where = `StatsD at ${place.host}:${place.port}`;
      report(new Error(`${where} is not told everything: ${error.message}`, { cause: error }));
    },
  });
  const timer = setInterval(() => {
    for (const [environment, count] of Object.entries(connections())) {
      client.gauge(nameOf('switchyard', 'streams', environment), count);
    }
  }, everyMs).unref();

  const meter: Meter = (happening) => tell(client, happening);

  return {
    meter,
    close: (): Promise<void> => {
      clearInterval(timer);
      return new Promise((resolve) => client.close(() => resolve()));
    },
  };
}

function tell(client: StatsD, happening: Happening): void {
  switch (happening.what) {
    case 'request': {
      const { method, status, ms } = happening;
      const answer = `${Math.floor(status / 100)}xx`;
      client.timing(nameOf('switchyard', 'http', method.toLowerCase(), answer), ms);
      break;
    }
    case 'report': {
      const { result, dropped } = happening;
      client.increment(nameOf('switchyard', 'reports', result));
      if (dropped > 0) client.increment(nameOf('switchyard', 'reports', 'dropped'), dropped);
      break;
    }
    case 'ruleset':
      client.increment(nameOf('switchyard', 'rulesets', happening.environment));
      break;
    case 'deploy':
      client.increment(nameOf('deploys', happening.app, happening.environment));
      break;
    case 'deploy-end':
      client.timing(nameOf('deploys', happening.app, happening.environment), happening.ms);
      break;
  }
}
