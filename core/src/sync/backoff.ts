/** How long a connection must have been healthy for the next failure to count as the first. */
export const HEALTHY_MS = 60_000;

/** Which attempt comes next, after one that was healthy for so long. The first is 0. */
export const nextAttempt = (attempt: number, healthyMs: number): number =>
  healthyMs >= HEALTHY_MS ? 0 : attempt + 1;

/**
 * How long to wait before an attempt: 1 s, doubling to 30 s, of that 50 to 100 % at random (from 0 to 1),
 * and never less than the server asked for.
 */
export const retryDelayMs = (attempt: number, random: number, retryAfterMs = 0): number =>
  Math.max(retryAfterMs, Math.min(30_000, 1_000 * 2 ** attempt) * (0.5 + random / 2));

/** How long to wait after a key was refused (401, 403, 404, 410): 2.5 to 5 minutes. */
export const refusedDelayMs = (random: number): number => 150_000 * (1 + random);

/** A stream that brings nothing for so long does not get through. */
export const FIRST_EVENT_MS = 3_000;
/** How often to ask where streams do not get through, */
export const POLL_MS = 10_000;
/** and how long they are given up for then. */
export const STREAM_RETRY_MS = 300_000;
/** The longest ruleset that is taken: an event, or the body of a poll. Characters. */
export const MAX_RULESET_LENGTH = 32_000_000;
