import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createTestClient, withSwitches } from './testing.ts';

class Request {
  readonly url = '/';
}

describe('a test client', () => {
  test('serves what it is told: on, off, a variant, a value', () => {
    const flags = createTestClient({ awesome: true, gone: false, checkout: 'b', limit: 10 });

    expect(flags.isActive('awesome')).toBe(true);
    expect(flags.isActive('gone', new Request(), true)).toBe(false);
    expect(flags.isActive('unheard-of', new Request(), true)).toBe(true);
    expect(flags.variant('checkout')).toBe('b');
    expect(flags.value('limit', {}, 3)).toBe(10);
    expect(flags.forRequest(new Request()).explain('awesome')).toMatchObject({
      reason: 'STATIC',
      release: 1,
    });
  });

  test('is ready, and ends, like any other', async () => {
    const flags = createTestClient();
    const heard: string[] = [];
    for (const event of ['ready', 'synced', 'close'] as const) {
      flags.on(event, () => heard.push(event));
    }

    expect(await flags.ready()).toMatchObject({ status: 'ready', synced: true });
    await flags.close();
    await flags.close();
    expect(heard).toEqual(['ready', 'synced', 'close']);
    expect(await flags.ready()).toMatchObject({ status: 'closed' });
  });
});

describe('withSwitches', () => {
  const flags = createTestClient({ awesome: false, checkout: 'a' });
  const seen = () => [flags.isActive('awesome'), flags.variant('checkout')];

  test('forces switches in a block, within others too, and gives back what the block does', () => {
    const inner = withSwitches({ awesome: true }, () => {
      expect(seen()).toEqual([true, 'a']);
      return withSwitches({ checkout: 'b' }, seen);
    });

    expect(inner).toEqual([true, 'b']);
    expect(seen()).toEqual([false, 'a']);
  });

  test('ends with the block, also when that throws', () => {
    const fail = () => {
      throw new Error('as it must');
    };
    expect(() => withSwitches({ awesome: true }, fail)).toThrow('as it must');
    expect(seen()).toEqual([false, 'a']);
  });

  test('follows what the block awaits, and nobody else', async () => {
    const slowly = async () => {
      await wait(1);
      return flags.variant('checkout');
    };
    const variants = ['b', 'c', 'd'].map((checkout) => withSwitches({ checkout }, slowly));
    expect(await Promise.all([...variants, slowly()])).toEqual(['b', 'c', 'd', 'a']);
  });

  test('sees through to requests that were asked about before', () => {
    const request = new Request();
    expect(flags.isActive('awesome', request)).toBe(false);
    withSwitches({ awesome: true }, () => {
      expect(flags.isActive('awesome', request)).toBe(true);
      expect(flags.forRequest(request).isActive('awesome')).toBe(true);
    });
    expect(flags.isActive('awesome', request)).toBe(false);
  });

  test(
    'wraps a function',
    withSwitches({ awesome: true })(async () => {
      await wait(1);
      expect(seen()).toEqual([true, 'a']);
    }),
  );

  test('hands a wrapped function its arguments', () => {
    const wrapped = withSwitches({ checkout: 'b' })((more: string) => [...seen(), more]);
    expect(wrapped('more')).toEqual([false, 'b', 'more']);
  });
});
