import { vi } from 'vitest';

/** Waits until it holds, however busy the machine is. */
export const until = (expectation: () => void | Promise<void>) =>
  vi.waitFor(expectation, { timeout: 20_000, interval: 10 });
