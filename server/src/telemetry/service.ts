import { timingSafeEqual } from 'node:crypto';
import { bearerOf, hashOf } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Fact, Runner } from '../platform/work.ts';
import { createDeployNews } from './deploys.ts';
import { figuresOf } from './figures.ts';
import { createGraphite } from './graphite.ts';
import { listen } from './listener.ts';
import type { Meter } from './meter.ts';
import { createPrometheus } from './prometheus.ts';
import type { TelemetrySettings } from './settings.ts';
import { createStatsD } from './statsd.ts';

export { placeOf, type TelemetrySettings } from './settings.ts';

interface Parts {
  readonly settings: TelemetrySettings;
  readonly runner: Pick<Runner, 'read'>;
  readonly version: string;
  readonly database: string;
  /** How many SDKs are connected to this process, by environment. */
  readonly connections: () => Readonly<Record<string, number>>;
  readonly report: (error: unknown) => void;
}

/** What the server tells others of itself. Where nobody is configured to be told, nothing is counted. */
export function createTelemetry({ settings, runner, version, database, ...parts }: Parts) {
  const { connections, report } = parts;
  const { prefix = '', prometheusToken: token } = settings;
  const look = () => runner.read(figuresOf);
  const prometheus =
    token !== undefined || settings.prometheus
      ? createPrometheus({ version, database, look, connections, report })
      : undefined;
  const graphite =
    settings.graphite && createGraphite({ place: settings.graphite, prefix, report });
  const statsd =
    settings.statsd && createStatsD({ place: settings.statsd, prefix, connections, report });
  const outlets = [prometheus, graphite, statsd].flatMap((each) => (each ? [each.meter] : []));
  const meter: Meter = (happening) => {
    for (const tell of outlets) tell(happening);
  };
  const news = createDeployNews({ runner, meter, report });
  let listener: Awaited<ReturnType<typeof listen>> | undefined;

  /** What Prometheus gets, if it may. */
  async function scrape(authorization: string | undefined): Promise<string> {
    if (prometheus === undefined) throw off();
    if (token !== undefined && !isSame(bearerOf(authorization) ?? '', token)) {
      throw new Problem('unauthenticated', 'Send the token of SWITCHYARD_PROMETHEUS_TOKEN');
    }
    return prometheus.text();
  }

  async function answer(authorization: string | undefined) {
    try {
      const text = await scrape(authorization);
      return { status: 200, type: prometheus?.contentType ?? '', text };
    } catch (error) {
      if (!(error instanceof Problem)) report(error);
      const { status, message } =
        error instanceof Problem ? error : { status: 500, message: 'Something went wrong' };
      return { status, type: 'text/plain', text: `${message}\n` };
    }
  }

  return {
    meter,
    /** Hears what this process did. */
    hear(fact: Fact): void {
      if (outlets.length > 0) news.hear(fact);
    },
    /** For the address that everybody knows: without a token there is nothing. */
    scrape: (authorization: string | undefined) => {
      if (token === undefined) throw off();
      return scrape(authorization);
    },
    contentType: prometheus?.contentType ?? 'text/plain',
    /** Listens where it is to. Answers the port, if there is one. */
    async start(): Promise<number | undefined> {
      if (settings.prometheus) listener = await listen(settings.prometheus, answer);
      return listener?.port;
    },
    async stop(): Promise<void> {
      await listener?.close();
      await news.settled();
      await Promise.all([graphite?.close(), statsd?.close()]);
    },
  };
}

export type Telemetry = ReturnType<typeof createTelemetry>;

const off = () =>
  new Problem('not-found', 'Nothing is told to Prometheus here. See docs/metrics.md');

/** Takes equally long whatever they have in common. */
const isSame = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
