import { canonicalJson, type HeldRuleset, readRuleset } from '@switchyard/core';

const TIMEOUT_MS = 15_000;

/** The server answered, but not with a ruleset. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/**
 * Gets the ruleset for browsers; the one that is held where that is still the current one. The key stands
 * in the address, so that no preflight is needed, and what is unchanged the browser's own cache answers.
 */
export async function fetchRuleset(
  address: URL,
  held: HeldRuleset | undefined,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<HeldRuleset> {
  const response = await fetch(address, {
    cache: 'no-cache',
    credentials: 'omit',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { detail = 'not now' } = Object(body) as { detail?: unknown };
    throw new Refusal(response.status, `${address.origin} answered ${response.status}: ${detail}`);
  }

  // A candidate would have to be taken back within a minute of silence, and nothing is heard between fetches.
  const { candidate: _, ...live } = Object(body) as { candidate?: unknown; ruleset?: unknown };
  const checksum = await checksumOf(live.ruleset);
  const update = readRuleset(live, held, checksum === undefined ? undefined : () => checksum);
  if (!update.ok) throw new Error(update.reason);
  return update.held.position === held?.position ? held : update.held;
}

/** None where the page cannot hash, for want of HTTPS, or where there is nothing that JSON could say. */
async function checksumOf(ruleset: unknown): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle || ruleset === undefined) return undefined;
  const bytes = new TextEncoder().encode(canonicalJson(ruleset));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
