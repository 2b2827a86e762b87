import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

test('secrets are kept as they come, newest first, and bad ones do not replace good ones', () => {
  const secrets = createSecrets();
  expect(secrets.list()).toEqual([]);

  const good = [
    { id: 's2', secret: 'new', createdAt: '2026-02-01T00:00:00Z' },
    { id: 's1', secret: 'old', createdAt: '2026-01-01T00:00:00Z' },
  ];
  secrets.keep({ secrets: good });
  expect(secrets.list()).toEqual(good);

  for (const bad of [null, {}, { secrets: {} }, { secrets: [{ id: 's3' }] }, { secrets: [null] }]) {
    expect(() => secrets.keep(bad)).toThrow('the last ones stay');
  }
  expect(secrets.list()).toEqual(good);
});
