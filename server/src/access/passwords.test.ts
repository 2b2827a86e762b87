import { expect, test } from 'vitest';
import { hashPassword, isPassword, STRONG } from './passwords.ts';

test('a password is hashed so that trying one takes long, each time with another salt', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(stored).toMatch(/^scrypt\$16\$8\$2\$[\w-]{22}\$[\w-]{43}$/);
  expect(await hashPassword('correct horse battery')).not.toBe(stored);
  expect(await isPassword('correct horse battery', stored)).toBe(true);
  expect(await isPassword('correct horse batterie', stored)).toBe(false);
});

test('one that was hashed at another cost still counts', async () => {
  const stored = await hashPassword('correct horse battery', { ...STRONG, log2N: 4 });
  expect(await isPassword('correct horse battery', stored)).toBe(true);
});

test('nobody has a password', async () => {
  expect(await isPassword('', null)).toBe(false);
  expect(await isPassword('correct horse battery', undefined)).toBe(false);
});

test('it does not matter how its characters are typed', async () => {
  const cheap = { ...STRONG, log2N: 4 };
  expect(
    await isPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait', cheap)),
  ).toBe(true);
});
