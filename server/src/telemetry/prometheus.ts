import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Figures } from './figures.ts';
import type { Meter } from './meter.ts';

/** A database that stands still must not keep the rest from being told. */
const PATIENCE_MS = 5_000;
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const verdicts = ['advance', 'hold', 'roll back'] as const;

interface Parts {
  readonly version: string;
  readonly database: string;
  readonly look: () => Promise<Figures>;
  readonly connections: () => Readonly<Record<string, number>>;
  readonly report: (error: unknown) => void;
  readonly patienceMs?: number;
}

/** Figures for Prometheus. What they are told apart by is bounded: routes, environments, the guard's metrics. */
export function createPrometheus(parts: Parts) {
  const { version, database, look, connections, report, patienceMs = PATIENCE_MS } = parts;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const of = <Label extends string>(name: string, help: string, labelNames: Label[] = []) => ({
    ...{ name: `switchyard_${name}`, help, labelNames, registers: [registry] },
  });
  const here = 'environment';

  new Gauge(of('info', 'What runs here', ['version', 'database'])).set({ version, database }, 1);
  const requests = new Histogram({
    ...of('http_request_duration_seconds', 'Requests answered', ['method', 'route', 'status']),
    buckets: seconds,
  });
  const reports = new Counter(of('reports_total', 'Reports of SDKs', ['result']));
  const dropped = new Counter(
    of('reports_dropped_total', 'What SDKs forgot before they could tell'),
  );
  const rulesets = new Counter(
    of('rulesets_built_total', 'Rulesets made for SDKs', [here, 'kind', 'channel']),
  );
  const deploys = new Counter(
    of('deploys_total', 'Deploys of code and config, by what was done', [here, 'kind', 'action']),
  );
  const streams = new Gauge(of('streams', 'SDKs connected to this process', [here]));
  const isUp = new Gauge(of('database_up', 'Whether the database answered just now'));

  const looked = {
    release: new Gauge(of('live_release', 'The release that is live', [here])),
    numbered: new Gauge(of('latest_release', 'The highest number of a release', [here])),
    waiting: new Gauge(of('train_waiting_groups', 'Groups that wait to leave', [here])),
    riders: new Gauge(of('train_riders', 'Changes aboard, also of what rolls out', [here])),
    holds: new Gauge(of('train_holds', 'Holds that keep the train where it is', [here])),
    stage: new Gauge(of('rollout_stage', 'The stage of what rolls out, from 0', [here])),
    share: new Gauge(of('rollout_share', 'The share of users that have it by chance', [here])),
    lnE: new Gauge(of('guard_ln_e', 'Evidence against what rolls out', [here])),
    metricLnE: new Gauge(of('guard_metric_ln_e', 'The same of one metric', [here, 'metric'])),
    limit: new Gauge(of('guard_ln_e_limit', 'Where it is rolled back', [here])),
    users: new Gauge(of('guard_users', 'Users that are compared', [here, 'arm'])),
    verdict: new Gauge(of('guard_verdict', '1 for what the guard wants', [here, 'verdict'])),
    deliveries: new Gauge(of('hook_deliveries', 'Calls of rollback hooks', [here, 'status'])),
  };

  function show({ environments, deliveries }: Figures): void {
    for (const { environment, release, numbered, train, guard } of environments) {
      const label = { environment };
      looked.release.set(label, release);
      looked.numbered.set(label, numbered);
      looked.waiting.set(label, train.waiting);
      looked.riders.set(label, train.riders);
      looked.holds.set(label, train.holds);
      if (train.rollout) {
        looked.stage.set(label, train.rollout.stage);
        looked.share.set(label, train.rollout.share);
      }
      if (guard === undefined) continue;
      // Evidence that is infinite was not kept.
      if (guard.lnE !== null) looked.lnE.set(label, guard.lnE);
      looked.limit.set(label, guard.limit);
      for (const { key, lnE } of guard.metrics) {
        if (lnE !== null) looked.metricLnE.set({ environment, metric: key }, lnE);
      }
      for (const [arm, count] of Object.entries(guard.users ?? {})) {
        looked.users.set({ environment, arm }, count);
      }
      for (const verdict of verdicts) {
        looked.verdict.set({ environment, verdict }, verdict === guard.action ? 1 : 0);
      }
    }
    for (const { environment, status, count } of deliveries) {
      looked.deliveries.set({ environment, status }, count);
    }
  }

  const meter: Meter = (happening) => {
    switch (happening.what) {
      case 'request': {
        const { route, status, ms } = happening;
        const method = methods.has(happening.method) ? happening.method : 'other';
        requests.observe({ method, route, status: String(status) }, ms / 1000);
        break;
      }
      case 'report':
        reports.inc({ result: happening.result });
        dropped.inc(happening.dropped);
        break;
      case 'ruleset': {
        const { environment, kind, channel } = happening;
        rulesets.inc({ environment, kind, channel });
        break;
      }
      case 'deploy': {
        const { environment, kind, action } = happening;
        deploys.inc({ environment, kind, action });
        break;
      }
    }
  };

  async function text(): Promise<string> {
    const figures = await within(patienceMs, look()).catch((error) => void report(error));
    for (const gauge of [streams, ...Object.values(looked)]) gauge.reset();
    for (const [environment, count] of Object.entries(connections())) {
      streams.set({ environment }, count);
    }
    isUp.set(figures ? 1 : 0);
    if (figures) show(figures);
    return registry.metrics();
  }

  return { meter, text, contentType: registry.contentType };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
