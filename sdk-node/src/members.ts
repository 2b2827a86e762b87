import { comparePositions, parsePosition } from '@switchyard/core';
import type { Clock } from './clock.ts';
import { createKeySet, type KeySet } from './key-set.ts';
import { problemOf, type Report, SwitchyardError } from './problem.ts';
import { Refusal, readText, type Send } from './sync/http.ts';
import { createPauses } from './sync/pauses.ts';

/** As many changes as are taken in at once: what asks in between does not wait for long. */
const PAGE = 5_000;
const MAX_LENGTH = 32_000_000;
const DEADLINE_MS = 45_000;

/** Who opted in to which cohort, in memory. */
export interface Members {
  isMember(cohort: string, user: string): boolean;
  /** Takes a `members` message: applies what it brings, or fetches what is lacking. Throws on one that is bad. */
  told(message: unknown): void;
  /** Fetches what is lacking, and goes on trying until it has it. */
  sync(): void;
  close(): void;
}

type Change = readonly [cohort: string, user: string, isMember: boolean];

/** A part of `GET /sdk/members`, or what a `members` message brings. */
interface Changes {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
}

type Page = Changes & { readonly more: boolean; readonly reset: boolean };

interface Known {
  position: string | undefined;
  readonly cohorts: Map<string, KeySet>;
}

export function createMembers(options: {
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
}): Members {
  const { send, clock, report } = options;
  const pauses = createPauses(clock, options.random);
  const closing = new AbortController();
  const { signal } = closing;
  let known = nothing();
  /** What is fetched from the start. It takes the place of what is known when it is whole. */
  let fresh: Known | undefined;
  let isSyncing = false;
  let isMoreWanted = false;
  let reported: string | undefined;
  let cancelRetry = () => {};

  return {
    isMember: (cohort, user) => known.cohorts.get(cohort)?.has(user) === true,
    told(message) {
      const { to } = Object(message) as { to?: unknown };
      const theirs = parsePosition(to);
      if (!theirs) throw bad('a message has no position');
      const ours = parsePosition(known.position);
      const order = ours && comparePositions(theirs, ours);
      if (order !== undefined && order <= 0) return;
      if (!isSyncing && isChanges(message) && message.from === known.position) {
        apply(known, message);
      } else sync();
    },
    sync,
    close() {
      closing.abort();
      cancelRetry();
    },
  };

  function sync() {
    cancelRetry();
    isMoreWanted = true;
    if (!isSyncing) void run();
  }

  async function run() {
    isSyncing = true;
    try {
      while (isMoreWanted && !signal.aborted) {
        isMoreWanted = false;
        await catchUp();
      }
      pauses.healthy();
      reported = undefined;
    } catch (thrown) {
      failed(problemOf(thrown));
    }
    isSyncing = false;
  }

  /** What is held stays as it is, and is completed later. A server that knows no members has none. */
  function failed(problem: SwitchyardError) {
    if (signal.aborted || (problem instanceof Refusal && problem.status === 404)) return;
    if (problem.code === 'bad-data') fresh = nothing();
    if (problem.message !== reported) report(problem);
    reported = problem.message;
    cancelRetry = clock.after(pauses.after(problem), sync);
  }

  async function catchUp() {
    for (;;) {
      const { position } = fresh ?? known;
      const page = await fetchPage(position);
      if (page.reset || position === undefined) fresh = nothing();
      else if (page.from !== position) throw bad(`they go on from ${page.from}, not ${position}`);
      if (page.more && page.to === position) throw bad(`there is more, but not after ${position}`);

      const target = fresh ?? known;
      apply(target, page);
      if (page.more) continue;
      known = target;
      fresh = undefined;
      return;
    }
  }

  async function fetchPage(after: string | undefined): Promise<Page> {
    const query = new URLSearchParams({ ...(after && { after }), limit: `${PAGE}` });
    const answer = await send(`sdk/members?${query}`, { signal, deadlineMs: DEADLINE_MS });
    const page = parse(await readText(answer, MAX_LENGTH));
    if (!isChanges(page)) throw bad('a page of them is malformed');
    const { more, reset } = page as Partial<Page>;
    return { ...page, more: more === true, reset: reset === true };
  }
}

const nothing = (): Known => ({ position: undefined, cohorts: new Map() });

function apply(known: Known, { to, changes }: Changes) {
  for (const [cohort, user, isMember] of changes) {
    const users = known.cohorts.get(cohort) ?? createKeySet();
    known.cohorts.set(cohort, users);
    if (isMember) users.add(user);
    else users.delete(user);
  }
  known.position = to;
}

function isChanges(value: unknown): value is Changes {
  const { from, to, changes } = Object(value) as Partial<Changes>;
  return (
    parsePosition(from) !== undefined &&
    parsePosition(to) !== undefined &&
    Array.isArray(changes) &&
    changes.every(isChange)
  );
}

const isChange = (value: unknown): value is Change =>
  Array.isArray(value) &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'string' &&
  typeof value[2] === 'boolean';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const bad = (reason: string) =>
  new SwitchyardError('bad-data', `Who opted in cannot be brought up to date: ${reason}`);
