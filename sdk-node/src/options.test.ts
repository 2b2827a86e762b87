import { describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { settingsOf } from './options.ts';

const url = 'http://127.0.0.1:9';
const key = 'sys_test';

describe('wrong options', () => {
  test.each<[string, unknown, string]>([
    ['none', undefined, 'createClient needs options'],
    ['without url', { key }, 'needs `url` to be an http or https address'],
    ['with a url without protocol', { url: 'flags.example.com', key }, 'needs `url`'],
    ['with a url of files', { url: 'file:///etc', key }, 'needs `url`'],
    ['without key', { url }, 'needs `key` to be an SDK key'],
    ['with a key with a line end', { url, key: 'sys_\r\nx: y' }, 'needs `key`'],
    ['misspelt', { url, key, identfy: () => ({}) }, 'has no option `identfy`'],
    [
      'with __proto__',
      JSON.parse(`{"url":"${url}","key":"${key}","__proto__":1}`),
      'has no option',
    ],
    [
      'with an identify that is none',
      { url, key, identify: 'user' },
      'needs `identify` to be a function',
    ],
    [
      'with a directory that is none',
      { url, key, directory: true },
      'needs `directory` to be the path',
    ],
    [
      'with an endless app',
      { url, key, app: 'x'.repeat(101) },
      'needs `app` to be a text of 1 to 100',
    ],
    [
      'with a bootstrap that is none',
      { url, key, bootstrap: '{}' },
      'needs `bootstrap` to be an object',
    ],
    ['with defaults in a list', { url, key, defaults: [] }, 'needs `defaults` to be an object'],
  ])('%s: throws, and says what would be right', (_, options, words) => {
    expect(() => createClient(options as never)).toThrow(words);
  });
});

describe('settings', () => {
  test('are filled in', () => {
    const settings = settingsOf({ url: 'https://example.com/flags?x=1#y', key });
    expect(settings.url.href).toBe('https://example.com/flags/');
    expect(settings.about).toEqual({ instance: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(settings.directory).toBeUndefined();
  });

  test('take what is given', () => {
    const about = { app: 'web', version: '2.4.1', instance: 'web-1' };
    expect(settingsOf({ url, key, directory: false, ...about })).toMatchObject({
      about,
      directory: false,
    });
  });
});
