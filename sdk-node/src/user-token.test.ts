import { readFileSync } from 'node:fs';
import type { EvaluationContext } from '@switchyard/core';
import { expect, test } from 'vitest';
import { userToken } from './user-token.ts';

interface Vectors {
  readonly secrets: readonly [{ readonly id: string; readonly secret: string }];
  readonly cases: readonly {
    readonly name: string;
    readonly claims: {
      readonly user: string;
      readonly iat: number;
      readonly exp: number;
      readonly context?: object;
    };
    readonly token: string;
  }[];
}

const file = new URL('../../core/vectors/user-tokens.json', import.meta.url);
const { secrets, cases }: Vectors = JSON.parse(readFileSync(file, 'utf8'));
const [secret] = secrets;

test.each(cases)('signs $name as every SDK does', ({ claims, token }) => {
  const { user, iat, exp, context } = claims;
  const made = userToken(secret, { targetingKey: user, ...context }, iat * 1000, {
    expiresIn: exp - iat,
  });
  expect(made).toBe(token);
});

test('counts for an hour unless told otherwise, and for a day at most', () => {
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString());
  const context = { targetingKey: 7 };
  expect(claimsOf(userToken(secret, context, 1500))).toEqual({ user: '7', iat: 1.5, exp: 3601.5 });
  for (const expiresIn of [0, -1, 86_401, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => userToken(secret, context, 0, { expiresIn })).toThrow('at most 86400 s');
  }
});

test('is of somebody, and fits into a header', () => {
  for (const targetingKey of [undefined, '', null, 1.5]) {
    const context = { targetingKey } as EvaluationContext;
    expect(() => userToken(secret, context, 0)).toThrow('there is no targeting key');
  }
  const context = { targetingKey: 'u', text: 'x'.repeat(4_000) };
  expect(() => userToken(secret, context, 0)).toThrow('leave out attributes');
});
