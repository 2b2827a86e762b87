import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { z } from '@hono/zod-openapi';
import { networksOf, type TrustedProxies } from './platform/client.ts';
import { isPostgresUrl } from './platform/database/dialect.ts';
import { StartProblem } from './platform/start-problem.ts';
import { placeOf, type TelemetrySettings } from './telemetry/service.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly database: { readonly url: string } | { readonly file: string };
  readonly masterKey: { readonly text: string } | { readonly file: string };
  readonly publicUrl: string | undefined;
  readonly trusted: TrustedProxies;
  readonly maxStreams: number;
  /** Whether rollback hooks may be in private networks. */
  readonly allowPrivateHooks: boolean;
  readonly log: 'pretty' | 'json' | 'off';
  readonly telemetry: TelemetrySettings;
}

const whole = (least: number, most: number) =>
  z.coerce
    .number(`must be a whole number from ${least} to ${most}`)
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

const isRange = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
};

const Trusted = z.string().transform((text, context): TrustedProxies => {
  if (/^\d{1,2}$/.test(text)) return { hops: Number(text) };
  const ranges = text.split(',').map((each) => each.trim());
  if (ranges.every(isRange)) return { networks: networksOf(ranges) };
  context.addIssue({
    code: 'custom',
    message: 'must be the number of proxies before the server, or their networks: 10.0.0.0/8, ::1',
  });
  return z.NEVER;
});

const PublicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) {
    return url.origin;
  }
  context.addIssue({
    code: 'custom',
    message: 'must be the address people know, without a path: https://switchyard.example.com',
  });
  return z.NEVER;
});

const place = (usualPort: number) =>
  z.string().transform((text, context) => {
    const found = placeOf(text, usualPort);
    if (found !== undefined) return found;
    const message = `must be a host, or a host and a port: metrics.internal:${usualPort}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4242),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'must begin with postgres://; for SQLite set SWITCHYARD_DATABASE instead',
    )
    .optional(),
  SWITCHYARD_DATABASE: z.string().default('.data/switchyard.db'),
  SWITCHYARD_MASTER_KEY: z.string().optional(),
  SWITCHYARD_PUBLIC_URL: PublicUrl.optional(),
  SWITCHYARD_TRUST_PROXY: Trusted.default({ hops: 0 }),
  SWITCHYARD_MAX_STREAMS: whole(1, 1_000_000).default(20_000),
  SWITCHYARD_ALLOW_PRIVATE_HOOKS: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false'),
  SWITCHYARD_LOG: z
    .enum(['pretty', 'json', 'off'], 'must be pretty, json or off')
    .default('pretty'),
  SWITCHYARD_PROMETHEUS: place(9464).optional(),
  SWITCHYARD_PROMETHEUS_TOKEN: z
    .string()
    .regex(/^[^\s]{16,}$/, 'must be 16 characters or more, without spaces')
    .optional(),
  SWITCHYARD_GRAPHITE: place(2003).optional(),
  SWITCHYARD_STATSD: place(8125).optional(),
  SWITCHYARD_STATS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be made of letters, digits, "_", "-" and "."')
    .optional(),
});

/** Reads the environment variables, once. What is wrong with them is said all at once. An empty one counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const parsed = Environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new StartProblem(words.join('\n'));
  }
  const values = parsed.data;
  const { DATABASE_URL: url, SWITCHYARD_MASTER_KEY: text } = values;
  const file = resolve(values.SWITCHYARD_DATABASE);
  if (url !== undefined && text === undefined) {
    throw new StartProblem(
      'With PostgreSQL, SWITCHYARD_MASTER_KEY must be set, alike for all servers. Make one with: openssl rand -base64 32',
    );
  }
  return {
    host: values.HOST,
    port: values.PORT,
    database: url === undefined ? { file } : { url },
    masterKey: text === undefined ? { file: join(dirname(file), 'master.key') } : { text },
    publicUrl: values.SWITCHYARD_PUBLIC_URL,
    trusted: values.SWITCHYARD_TRUST_PROXY,
    maxStreams: values.SWITCHYARD_MAX_STREAMS,
    allowPrivateHooks: values.SWITCHYARD_ALLOW_PRIVATE_HOOKS === 'true',
    log: values.SWITCHYARD_LOG,
    telemetry: {
      prometheus: values.SWITCHYARD_PROMETHEUS,
      prometheusToken: values.SWITCHYARD_PROMETHEUS_TOKEN,
      graphite: values.SWITCHYARD_GRAPHITE,
      statsd: values.SWITCHYARD_STATSD,
      prefix: values.SWITCHYARD_STATS_PREFIX,
    },
  };
}
