import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('instance.mjs', import.meta.url));

/** A Node process of its own that decides. It ends with the test. */
export async function startInstance(url: string, key: string) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, SWITCHYARD_URL: url, SWITCHYARD_KEY: key },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    /** Of these users, who gets each of the switches. */
    async active(keys: readonly string[], users: readonly string[]): Promise<string[][]> {
      child.stdin.write(`${JSON.stringify({ keys, users })}\n`);
      return JSON.parse((await lines.next()).value as string);
    },
  };
}
