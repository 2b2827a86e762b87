import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './open.ts';

test('a file or folder that may not be written is refused in words, and stays as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'switchyard.db');
  await (await openDatabase({ file })).close();
  const before = readFileSync(file);
  chmodSync(file, 0o444);
  chmodSync(folder, 0o555);

  for (const each of [file, join(folder, 'new.db'), join(folder, 'below/new.db')]) {
    await expect(
      asNobody(() => openDatabase({ file: each })),
      each,
    ).rejects.toThrow(
      `${each} cannot be opened for writing. Its user must be able to write it and its folder`,
    );
  }
  chmodSync(folder, 0o755);
  expect(readFileSync(file)).toEqual(before);
});

/** Root may write anything: then somebody else tries. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.('nobody');
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}
