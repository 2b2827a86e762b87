import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readClient } from './platform/client.ts';

const key = Buffer.alloc(32, 1).toString('base64');

describe('the configuration', () => {
  test('is complete without any setting', () => {
    const file = resolve('.data/switchyard.db');
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4242,
      database: { file },
      masterKey: { file: join(file, '../master.key') },
      publicUrl: undefined,
      trusted: { hops: 0 },
      maxStreams: 20_000,
      allowPrivateHooks: false,
      log: 'pretty',
      telemetry: {},
    });
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  test('takes every setting', () => {
    expect(
      readConfig({
        HOST: '0.0.0.0',
        PORT: '80',
        DATABASE_URL: 'postgres://user:password@db/switchyard',
        SWITCHYARD_MASTER_KEY: key,
        SWITCHYARD_PUBLIC_URL: 'https://flags.example.com/',
        SWITCHYARD_TRUST_PROXY: '2',
        SWITCHYARD_MAX_STREAMS: '100',
        SWITCHYARD_ALLOW_PRIVATE_HOOKS: 'true',
        SWITCHYARD_LOG: 'json',
        SWITCHYARD_PROMETHEUS: '[::1]:9000',
        SWITCHYARD_PROMETHEUS_TOKEN: 'sixteen-letters-',
        SWITCHYARD_GRAPHITE: 'graphite.internal',
        SWITCHYARD_STATSD: '10.0.0.7:8126',
        SWITCHYARD_STATS_PREFIX: 'flags.eu.',
        PATH: '/usr/bin',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 80,
      database: { url: 'postgres://user:password@db/switchyard' },
      masterKey: { text: key },
      publicUrl: 'https://flags.example.com',
      trusted: { hops: 2 },
      maxStreams: 100,
      allowPrivateHooks: true,
      log: 'json',
      telemetry: {
        prometheus: { host: '::1', port: 9000 },
        prometheusToken: 'sixteen-letters-',
        graphite: { host: 'graphite.internal', port: 2003 },
        statsd: { host: '10.0.0.7', port: 8126 },
        prefix: 'flags.eu.',
      },
    });
  });

  test.each([
    [{ PORT: '4242a' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must begin with postgres://'],
    [{ DATABASE_URL: 'postgres://db' }, 'SWITCHYARD_MASTER_KEY must be set, alike for all servers'],
    [{ SWITCHYARD_PROMETHEUS: 'a b' }, 'a host, or a host and a port: metrics.internal:9464'],
    [{ SWITCHYARD_GRAPHITE: 'http://graphite' }, 'SWITCHYARD_GRAPHITE must be a host'],
    [{ SWITCHYARD_STATSD: 'statsd:65536' }, 'SWITCHYARD_STATSD must be a host'],
    [{ SWITCHYARD_PROMETHEUS_TOKEN: 'short' }, 'must be 16 characters or more'],
    [{ SWITCHYARD_STATS_PREFIX: 'a b' }, 'SWITCHYARD_STATS_PREFIX must be made of letters'],
    [{ SWITCHYARD_PUBLIC_URL: 'flags.example.com' }, 'SWITCHYARD_PUBLIC_URL must be the address'],
    [{ SWITCHYARD_PUBLIC_URL: 'https://a.example/flags' }, 'without a path'],
    [{ SWITCHYARD_TRUST_PROXY: 'yes' }, 'SWITCHYARD_TRUST_PROXY must be the number of proxies'],
    [{ SWITCHYARD_TRUST_PROXY: '10.0.0.0/33' }, 'SWITCHYARD_TRUST_PROXY must be the number'],
    [{ SWITCHYARD_MAX_STREAMS: '0' }, 'SWITCHYARD_MAX_STREAMS must be a whole number from 1'],
    [{ SWITCHYARD_ALLOW_PRIVATE_HOOKS: 'yes' }, 'SWITCHYARD_ALLOW_PRIVATE_HOOKS must be true or'],
    [{ SWITCHYARD_LOG: 'loud' }, 'SWITCHYARD_LOG must be pretty, json or off'],
    [{ PORT: 'x', SWITCHYARD_LOG: 'y' }, /^PORT must be .*\nSWITCHYARD_LOG must be /],
  ])('%j is refused in words', (environment, words) => {
    expect(() => readConfig(environment)).toThrow(words);
  });
});

describe('who is calling', () => {
  const trust = (text: string) => readConfig({ SWITCHYARD_TRUST_PROXY: text }).trusted;
  const client = (trusted: string, address: string, headers: Record<string, string> = {}) =>
    readClient(
      {
        address,
        header: (name) => ({ host: 'switchyard:4242', ...headers })[name],
      },
      trust(trusted),
    );
  const forwarded = {
    'x-forwarded-for': '6.6.6.6, 9.9.9.9, 10.0.0.2',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'flags.example.com',
  };

  test('is the other end of the connection, whatever is said, unless a proxy is trusted', () => {
    expect(client('0', '::ffff:8.8.8.8', forwarded)).toEqual({
      address: '8.8.8.8',
      isHttps: false,
      origin: 'http://switchyard:4242',
    });
    expect(client('10.0.0.0/8', '8.8.8.8', forwarded).address).toBe('8.8.8.8');
    expect(client('10.0.0.0/8', '8.8.8.8', forwarded).isHttps).toBe(false);
  });

  test('is as far back as proxies are trusted, by number or by network', () => {
    expect(client('1', '10.0.0.1', forwarded).address).toBe('10.0.0.2');
    expect(client('2', '10.0.0.1', forwarded)).toEqual({
      address: '9.9.9.9',
      isHttps: true,
      origin: 'https://flags.example.com',
    });
    expect(client('10.0.0.0/8, ::1', '::ffff:10.0.0.1', forwarded).address).toBe('9.9.9.9');
    expect(client('fd00::/8', 'fd00::1', forwarded).address).toBe('10.0.0.2');
    expect(client('9', '10.0.0.1', forwarded).address).toBe('6.6.6.6');
  });

  test('is the proxy itself where it says nothing sensible', () => {
    expect(client('1', '10.0.0.1').address).toBe('10.0.0.1');
    expect(client('1', '10.0.0.1', { 'x-forwarded-for': 'unknown' }).address).toBe('10.0.0.1');
  });

  test('comes by the configured address', () => {
    const arrival = { address: '8.8.8.8', header: () => 'evil.example.com' };
    expect(readClient(arrival, { hops: 0 }, 'https://flags.example.com')).toEqual({
      address: '8.8.8.8',
      isHttps: true,
      origin: 'https://flags.example.com',
    });
  });
});
