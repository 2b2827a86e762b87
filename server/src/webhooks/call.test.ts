import { expect, test } from 'vitest';
import { deployTool } from '../testing/deploy-tool.ts';
import { type Address, call, refuseName } from './call.ts';

const settings = (addresses: readonly string[], allowPrivate = false) => {
  const asked: string[] = [];
  const resolve = async (name: string): Promise<Address[]> => {
    asked.push(name);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, allowPrivate, resolve };
};

const post = (url: string, how: Parameters<typeof call>[3]) =>
  call(new URL(url), { 'content-type': 'application/json' }, '{"a":1}', how);

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
])('%s is never called', async (url) => {
  await expect(post(url, settings([]))).rejects.toThrow('is not a public address');
});

test('a name is never called if any of its addresses is private', async () => {
  const tool = await deployTool();
  const how = settings(['8.8.8.8', '127.0.0.1']);
  await expect(post(`http://deploy.example.com:${tool.port}/`, how)).rejects.toThrow(
    'deploy.example.com (127.0.0.1) is not a public address',
  );
  expect(tool.calls).toEqual([]);
});

test('what was looked at is what is connected to: a name that changes meanwhile gains nothing', async () => {
  const tool = await deployTool();
  let count = 0;
  const how = {
    allowPrivate: false,
    resolve: async () => [{ address: count++ === 0 ? '8.8.8.8' : '127.0.0.1', family: 4 }],
  };
  await refuseName(new URL(`http://deploy.example.com:${tool.port}/`), how);
  await expect(post(`http://deploy.example.com:${tool.port}/`, how)).rejects.toThrow('127.0.0.1');
  expect(tool.calls).toEqual([]);

  const once = settings(['127.0.0.1'], true);
  const answer = await post(`http://deploy.example.com:${tool.port}/`, once);
  expect([answer.status, once.asked]).toEqual([204, ['deploy.example.com']]);
  expect(tool.calls[0]?.headers.host).toBe(`deploy.example.com:${tool.port}`);
});

test('redirects are not followed', async () => {
  const [tool, other] = [await deployTool(), await deployTool()];
  tool.answers((response) => response.writeHead(307, { location: other.url }).end());
  expect((await post(tool.url, settings([], true))).status).toBe(307);
  expect(other.calls).toEqual([]);
});

test('no more of an answer is read than is needed, however long it goes on', async () => {
  const tool = await deployTool();
  tool.answers((response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  const { text } = await post(tool.url, settings([], true));
  expect(text).toHaveLength(64 * 1024);
});

test('who never answers, or never ends, is given up', async () => {
  const tool = await deployTool();
  const how = { ...settings([], true), timeoutMs: 100 };
  tool.answers(() => {});
  await expect(post(tool.url, how)).rejects.toThrow('no answer in 0.1 s');
  tool.answers((response) => response.writeHead(200).write('x'));
  await expect(post(tool.url, how)).rejects.toThrow('no answer in 0.1 s');
});
