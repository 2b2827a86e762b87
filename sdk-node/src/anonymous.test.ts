import { anonymousIdIn } from '@switchyard/core';
import { expect, test } from 'vitest';
import { anonymousIdOf, newAnonymousId, withAnonymousId } from './anonymous.ts';

test('the id is found among other cookies, and nothing else is taken for one', () => {
  const { id, cookie } = newAnonymousId(true);
  expect(id).toMatch(/^anon-[0-9a-f-]{36}$/);
  expect(cookie).toBe(`sy_anon=${id}; Path=/; Max-Age=31536000; SameSite=Lax; Secure`);
  expect(newAnonymousId(false).cookie).not.toContain('Secure');
  for (const cookies of [`sy_anon=${id}`, `a=b; sy_anon=${id}; c=d`, `a=b;sy_anon=${id}`]) {
    expect(anonymousIdIn(cookies)).toBe(id);
  }
  const others = [
    undefined,
    '',
    `xsy_anon=${id}`,
    'sy_anon=',
    'sy_anon=alice',
    `sy_anon=${id}%20`,
    `sy_anon="${id}"`,
    `sy_anon=anon-${'x'.repeat(60)}`,
  ];
  for (const cookies of others) expect(anonymousIdIn(cookies)).toBeUndefined();
});

test('a new one is only given where that is asked for', () => {
  const given: string[] = [];
  const of = (anonymous: boolean | undefined, cookies?: string) =>
    anonymousIdOf(
      anonymous === undefined ? {} : { anonymous },
      cookies,
      () => true,
      (cookie) => given.push(cookie),
    );
  expect([of(undefined), of(false), of(true, 'sy_anon=anon-1')]).toEqual([
    undefined,
    undefined,
    'anon-1',
  ]);
  expect(given).toEqual([]);
  expect(of(true)).toMatch(/^anon-/);
  expect(given).toHaveLength(1);
});

test('who is signed in stays who they are', () => {
  expect(withAnonymousId({ targetingKey: 'u-1' }, 'anon-1')).toEqual({
    targetingKey: 'u-1',
    anonymousId: 'anon-1',
  });
  expect(withAnonymousId({ plan: 'gold' }, 'anon-1')).toEqual({
    plan: 'gold',
    targetingKey: 'anon-1',
    anonymousId: 'anon-1',
  });
  expect(withAnonymousId({ plan: 'gold' }, undefined)).toEqual({ plan: 'gold' });
});
