import { authenticate } from './access/authenticate.ts';
import { accessRoutes } from './access/routes.ts';
import type { SignInSettings } from './access/session-routes.ts';
import { forget } from './changes/service.ts';
import { cohortRoutes } from './cohorts/routes.ts';
import { createMemberships } from './cohorts/service.ts';
import { createBadge } from './deploy-log/badge.ts';
import { badgeRoutes } from './deploy-log/badge-routes.ts';
import { logRoutes } from './deploy-log/routes.ts';
import { deployRoutes } from './deploys/routes.ts';
import * as deploys from './deploys/service.ts';
import { documents } from './documents.ts';
import { environmentRoutes } from './environments/routes.ts';
import { find as findEnvironment } from './environments/service.ts';
import { experimentRoutes } from './experiments/routes.ts';
import { compareBy } from './experiments/service.ts';
import { fleetRoutes } from './fleet/routes.ts';
import { guardRoutes } from './guards/routes.ts';
import { createGuard, sweep as sweepVerdicts } from './guards/service.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { createSweeper, sweep, sweepComparisons } from './metrics/service.ts';
import { knowClient, type TrustedProxies } from './platform/client.ts';
import type { Database } from './platform/database/database.ts';
import { createFacts } from './platform/facts.ts';
import { refuseUndeclared, router } from './platform/http.ts';
import { limit } from './platform/limits.ts';
import { createNowhere } from './platform/nowhere.ts';
import { answerError, answerProblem } from './platform/refusal.ts';
import { relayed } from './platform/relay.ts';
import { type Log, requestLog } from './platform/request-log.ts';
import { scope } from './platform/scope.ts';
import { securityHeaders } from './platform/security-headers.ts';
import { type StaticFiles, serveFile } from './platform/static-files.ts';
import { createRunner } from './platform/work.ts';
import { fileRoutes } from './releases/file-routes.ts';
import { releaseRoutes } from './releases/routes.ts';
import { createReceiver } from './reports/receiver.ts';
import { reportRoutes } from './reports/routes.ts';
import { createThrottle } from './reports/throttle.ts';
import { rulesetRoutes } from './rulesets/routes.ts';
import { createRulesets } from './rulesets/service.ts';
import { authenticateSdk } from './sdk-keys/authenticate.ts';
import { createKeyRing } from './sdk-keys/ring.ts';
import { sdkKeyRoutes } from './sdk-keys/routes.ts';
import { secretRoutes } from './secrets/routes.ts';
import { createSecrets } from './secrets/service.ts';
import { streamRoutes } from './stream/routes.ts';
import { createStreams } from './stream/service.ts';
import { defaultSettings, type StreamSettings } from './stream/settings.ts';
import { switchRoutes } from './switches/routes.ts';
import { countRequests } from './telemetry/count-requests.ts';
import { countedReports } from './telemetry/counted-reports.ts';
import { telemetryRoutes } from './telemetry/routes.ts';
import { createTelemetry, type TelemetrySettings } from './telemetry/service.ts';
import { changeRoutes } from './trains/change-routes.ts';
import { creationRoutes } from './trains/creation-routes.ts';
import { publishingRoutes } from './trains/publishing-routes.ts';
import { trainRoutes } from './trains/routes.ts';
import { createClock } from './trains/service.ts';
import { version } from './version.ts';
import { hookRoutes } from './webhooks/routes.ts';
import { createCourier, createHooks } from './webhooks/service.ts';
import { youRoutes } from './you/routes.ts';
import { createYou } from './you/service.ts';

export interface Parts {
  readonly database: Database;
  readonly clock: () => Date;
  /** What salts are made of; `randomBytes` unless given. */
  readonly random?: ((bytes: number) => Buffer) | undefined;
  /** What signing secrets are encrypted under. */
  readonly masterKey: Buffer;
  readonly trusted: TrustedProxies;
  readonly publicUrl?: string | undefined;
  /** The admin UI. */
  readonly files: StaticFiles;
  readonly log: Log;
  readonly stream?: Partial<StreamSettings> | undefined;
  readonly signIn?: Partial<SignInSettings> | undefined;
  readonly allowPrivateHooks?: boolean | undefined;
  /** Whom it tells what it counts of itself; nobody unless given. */
  readonly telemetry?: TelemetrySettings | undefined;
  /** Told what nobody foresaw. */
  readonly report: (error: unknown) => void;
}

/** Puts the whole server together, but for listening. */
export function createApp(parts: Parts) {
  const { database, clock, masterKey, report } = parts;
  const facts = createFacts(report);
  const announceToAll = relayed(facts, database.signals, report);
  const runner = createRunner({
    database,
    clock,
    random: parts.random,
    announce: (fact) => {
      announceToAll(fact);
      telemetry.hear(fact);
    },
  });
  const telemetry = createTelemetry({
    settings: parts.telemetry ?? {},
    runner,
    version,
    database: database.kind,
    connections: () => streams.sdks.connections(),
    report,
  });
  const keyRing = createKeyRing({ runner, clock, report });
  const secrets = createSecrets({ masterKey, runner });
  facts.listen((fact) => {
    if (fact.kind === 'keys-changed') void keyRing.changed();
  });

  const base = router();
  base.onError((error, c) => answerError(error, c, report));
  base.notFound((c) => answerProblem(nowhere(c), c));
  base.use(
    knowClient(parts.trusted, parts.publicUrl),
    requestLog(parts.log),
    countRequests(telemetry.meter),
    securityHeaders,
  );
  base.use(scope(runner));
  base.use('/api/*', authenticate({ runner, report }), limit);
  base.use('/sdk/*', authenticateSdk(keyRing), limit);

  const rulesets = createRulesets({
    runner,
    built: (environment, { kind, channel }) =>
      telemetry.meter({ what: 'ruleset', environment, kind, channel }),
  });
  const memberships = createMemberships(runner);
  const you = createYou({ runner, clock, secretsOf: secrets.listForSdk });
  const streams = createStreams({
    facts,
    rulesets,
    keys: keyRing,
    memberships,
    you,
    secretsOf: async (environment) => ({ secrets: await secrets.listForSdk(environment) }),
    settings: { ...defaultSettings, ...parts.stream },
    report,
  });

  const hookSettings = { masterKey, allowPrivate: parts.allowPrivateHooks ?? false };
  const courier = createCourier({
    ...hookSettings,
    runner,
    facts,
    clock,
    settled: deploys.settled,
    report,
  });
  const badge = createBadge({ runner, clock });

  const judge = createGuard({ runner });
  const trainClock = createClock({ runner, facts, judge, report });
  const sweeper = createSweeper({
    runner,
    sweeps: [sweep, sweepComparisons, sweepVerdicts],
    report,
  });

  const health = {
    database: database.kind,
    startedAt: clock(),
    connections: () => streams.sdks.connections(),
  };
  const app = base
    .route('/', healthRoutes(health))
    .route('/', telemetryRoutes(telemetry))
    .route('/', accessRoutes(runner, parts.signIn))
    .route('/', environmentRoutes)
    .route('/', switchRoutes)
    .route('/', creationRoutes)
    .route('/', releaseRoutes)
    .route('/', fileRoutes)
    .route('/', publishingRoutes)
    .route('/', changeRoutes)
    .route('/', trainRoutes)
    .route('/', guardRoutes)
    .route('/', experimentRoutes)
    .route('/', metricsRoutes)
    .route('/', badgeRoutes({ badge, findEnvironment }))
    .route('/', logRoutes({ partsOf: deploys.partsOf, forget, findEnvironment }))
    .route('/', fleetRoutes)
    .route('/', deployRoutes)
    .route('/', hookRoutes(createHooks(hookSettings)))
    .route('/', rulesetRoutes(rulesets, clock))
    .route('/', cohortRoutes(memberships))
    .route('/', youRoutes({ service: you, rulesets, clock }))
    .route('/', streamRoutes(streams))
    .route(
      '/',
      reportRoutes(
        countedReports(telemetry.meter, {
          receive: createReceiver({ runner, compareBy }),
          throttle: createThrottle(clock),
        }),
      ),
    )
    .route('/', sdkKeyRoutes)
    .route('/', secretRoutes(secrets));

  const nowhere = createNowhere(app);
  const documentOf = documents(app);
  app.get('/*', (c, next) => {
    const path = c.req.path === '/' ? '/index.html' : c.req.path;
    const file = parts.files.get(path) ?? documentOf(path);
    return file === undefined ? next() : Promise.resolve(serveFile(c, path, file));
  });

  refuseUndeclared(app, ['GET /*']);
  const others = { courier, trainClock, sweeper, telemetry };
  return { app, runner, facts, keyRing, secrets, streams, ...others };
}

/** What typed clients are made from. */
export type Api = ReturnType<typeof createApp>['app'];
