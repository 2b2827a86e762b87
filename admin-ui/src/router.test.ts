import { describe, expect, test } from 'vitest';
import { addressOf, parse } from './router.ts';

describe('an address', () => {
  test('is read from what stands behind the hash', () => {
    expect(parse('#/switches/checkout:one-page?environment=production')).toEqual({
      path: ['switches', 'checkout:one-page'],
      query: { environment: 'production' },
    });
  });

  test('may be empty, or have nothing but a query', () => {
    expect(parse('')).toEqual({ path: [], query: {} });
    expect(parse('#/?link=abc')).toEqual({ path: [], query: { link: 'abc' } });
  });

  test('survives what was typed into it by hand', () => {
    expect(parse('#/switches/50%').path).toEqual(['switches', '50%']);
    expect(parse('#//switches//a?b?c=d').path).toEqual(['switches', 'a']);
  });

  test.each([
    [['switches', 'a/b ?#'], {}],
    [['switches', 'checkout:one-page'], { text: 'a&b=c', show: 'on' }],
    [['log'], { text: '5 %' }],
  ])('is written so that it is read as it was: %j %j', (path, query) => {
    expect(parse(addressOf(path, query))).toEqual({ path, query });
  });

  test('leaves out what is empty', () => {
    expect(addressOf(['log'], { text: '', kind: undefined })).toBe('#/log');
  });
});
