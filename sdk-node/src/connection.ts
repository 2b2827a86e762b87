import { FIRST_EVENT_MS, MAX_RULESET_LENGTH, POLL_MS, STREAM_RETRY_MS } from '@switchyard/core';
import type { Clock } from './clock.ts';
import type { Holder } from './held.ts';
import type { Members } from './members.ts';
import { problemOf, type Report, SwitchyardError } from './problem.ts';
import { readText, type Send } from './sync/http.ts';
import { createPauses } from './sync/pauses.ts';
import { type StreamEvent, streamEvents } from './sync/sse.ts';

const POLL_DEADLINE_MS = 60_000;

export interface Surroundings {
  readonly send: Send;
  readonly holder: Holder;
  readonly members: Members;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  /** The server said something that makes what is held its current ruleset. */
  heard(): void;
  /** The same, for the first time since the last connection ended. */
  connected(): void;
  /** The environment's signing secrets, newest first. For memory only. */
  keepSecrets(message: unknown): void;
}

/**
 * Keeps the ruleset current: by a stream, or by polling where streams do not get through. Never gives
 * up until closed.
 */
export function connect(around: Surroundings): { close(): void } {
  const { send, holder, clock, random } = around;
  const closing = new AbortController();
  const { signal } = closing;
  const pauses = createPauses(clock, random);
  const reported = new Set<string>();
  let isConnected = false;
  /** How many streams in a row brought nothing although the server could be polled. */
  let blocked = 0;
  let wake: (() => void) | undefined;

  void run();
  return {
    close() {
      closing.abort();
      wake?.();
    },
  };

  async function run() {
    while (!signal.aborted) {
      const failure = await follow();
      if (blocked >= 2) await pollForAWhile();
      else await sleep(pauses.after(failure));
    }
  }

  /** Follows one stream to its end, and tells what ended it. */
  async function follow(): Promise<SwitchyardError> {
    let delivered = false;
    let polling: Promise<SwitchyardError | undefined> | undefined;
    const pollMeanwhile = () => {
      polling ??= poll();
      return polling;
    };
    const cancelPoll = clock.after(FIRST_EVENT_MS, pollMeanwhile);
    let failure: SwitchyardError;

    try {
      for await (const event of await openStream()) {
        if (!delivered) cancelPoll();
        delivered = true;
        await handle(event);
      }
      failure = new SwitchyardError('unreachable', 'The server ended the stream');
    } catch (thrown) {
      failure = problemOf(thrown);
    }
    cancelPoll();
    isConnected = false;

    if (delivered) {
      blocked = 0;
      if (failure.code !== 'unreachable') tell(failure);
    } else if (failure.code === 'refused') {
      tell(failure);
    } else {
      failure = await judge(failure, pollMeanwhile);
    }
    return failure;
  }

  /** A stream brought nothing. Is it the stream, or the server? */
  async function judge(
    failure: SwitchyardError,
    poll: () => Promise<SwitchyardError | undefined>,
  ): Promise<SwitchyardError> {
    const pollFailure = await poll();
    if (pollFailure) {
      blocked = 0;
      tell(pollFailure);
      return pollFailure;
    }
    blocked++;
    if (blocked === 2) {
      const words = `Streams do not get through, polling every ${POLL_MS} ms instead: ${failure.message}`;
      tell(new SwitchyardError('stream-blocked', words, failure));
    }
    return failure;
  }

  async function openStream(): Promise<AsyncGenerator<StreamEvent>> {
    const { position } = holder;
    const answer = await send('sdk/stream', {
      headers: {
        accept: 'text/event-stream',
        ...(position === undefined ? {} : { 'last-event-id': position }),
      },
      signal,
    });
    const type = answer.headers.get('content-type') ?? 'nothing';
    if (!type.startsWith('text/event-stream')) {
      await readText(answer, 0).catch(() => undefined);
      throw new SwitchyardError('unreachable', `/sdk/stream is ${type} instead of a stream`);
    }
    return streamEvents(answer.body ?? [], MAX_RULESET_LENGTH);
  }

  /** Rejects when the ruleset that the server has cannot be had. */
  async function handle({ type, data }: StreamEvent): Promise<void> {
    try {
      if (type === 'secrets') return around.keepSecrets(parse(data));
      if (type === 'members') return around.members.told(parse(data));
      if (type === 'heartbeat') {
        const standing = holder.standing(parse(data));
        if (standing === 'current') heard();
        if (standing !== 'behind') return;
      } else if (type === 'ruleset' || type === 'delta') {
        if (type === 'ruleset') holder.replace(parse(data), 'network');
        else holder.patch(parse(data));
        return heard();
      } else return;
    } catch (thrown) {
      tell(problemOf(thrown));
    }
    const failure = await poll();
    if (failure) throw failure;
  }

  async function pollForAWhile() {
    const until = clock.now() + STREAM_RETRY_MS;
    await pollSecrets();
    around.members.sync();
    let pause = POLL_MS;
    for (;;) {
      await sleep(pause);
      if (signal.aborted || clock.now() >= until) return;
      around.members.sync();
      const failure = await poll();
      if (failure) tell(failure);
      pause = failure ? Math.max(POLL_MS, pauses.after(failure)) : POLL_MS;
    }
  }

  /** Asks for the whole ruleset once; tells what went wrong, if something did. */
  async function poll(): Promise<SwitchyardError | undefined> {
    const { position } = holder;
    const headers = position === undefined ? {} : { 'if-none-match': `"${position}"` };
    try {
      const answer = await send('sdk/ruleset', { headers, signal, deadlineMs: POLL_DEADLINE_MS });
      const text = await readText(answer, MAX_RULESET_LENGTH);
      if (answer.status !== 304 || position === undefined) {
        holder.replace(parse(text), 'network');
      }
      heard();
      return undefined;
    } catch (thrown) {
      return problemOf(thrown);
    }
  }

  async function pollSecrets() {
    try {
      const answer = await send('sdk/secrets', { signal, deadlineMs: POLL_DEADLINE_MS });
      around.keepSecrets(parse(await readText(answer, MAX_RULESET_LENGTH)));
    } catch (thrown) {
      tell(problemOf(thrown));
    }
  }

  function heard() {
    reported.clear();
    pauses.healthy();
    around.heard();
    if (isConnected) return;
    isConnected = true;
    around.connected();
  }

  /** Once per trouble, not once per attempt. */
  function tell(problem: SwitchyardError) {
    if (signal.aborted || reported.has(problem.message)) return;
    reported.add(problem.message);
    const lasting = problem.code === 'refused' ? '; trying again every 2.5 to 5 minutes' : '';
    around.report(new SwitchyardError(problem.code, `${problem.message}${lasting}`, problem));
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const cancel = clock.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** Throws where it is not JSON: cut short on the way, or from somebody else. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new SwitchyardError('bad-data', 'The server sent something that is not JSON', thrown);
  }
}
