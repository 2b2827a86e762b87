import {
  FIRST_EVENT_MS,
  MAX_RULESET_LENGTH,
  nextAttempt,
  POLL_MS,
  refusedDelayMs,
  retryDelayMs,
  STREAM_RETRY_MS,
} from '@switchyard/core';

const SILENCE_MS = 25_000;

export interface Around {
  readonly base: URL;
  readonly key: string;
  readonly fetch: typeof fetch;
  userToken(): Promise<string | undefined>;
  /** Pages of one name show the same: one of them follows the stream, and tells the others. */
  name(): string;
  /** Where to go on from. */
  position(): string | undefined;
  /** Takes what the server says. Rejects if it has to be told anew, and whole. */
  handle(type: string, data: unknown): Promise<void>;
  /** What a page that just opened has to be told. */
  all(): readonly (readonly [type: string, data: unknown])[];
  report(thrown: unknown): void;
}

/** The key, or the address, is wrong: that does not change soon. */
const isRefusal = (thrown: unknown) => / 4(01|03|04|10):/.test(String(thrown));

/** Keeps a page current while somebody sees it. Never gives up until closed. */
export function connect(around: Around) {
  const { base, key, fetch, handle, report } = around;
  let round = new AbortController();
  let channel: BroadcastChannel | undefined;
  let handling = Promise.resolve();
  let attempt = -1;
  let blocked = 0;
  let streamAt = 0;
  let told = '';
  let isClosed = false;

  document.addEventListener('visibilitychange', start);
  addEventListener('online', start);
  start();

  return { start, request, share, close };

  /** Begins anew: another user, another network, or somebody looks again. A page that nobody sees is left alone. */
  function start() {
    round.abort();
    channel?.close();
    channel = undefined;
    if (isClosed || document.visibilityState === 'hidden') return;
    round = new AbortController();
    const { signal } = round;
    let isLeader = false;
    const lead = () => {
      isLeader = true;
      return run(signal);
    };
    // Browsers allow six connections to a server: one page follows, and tells the others.
    if (!navigator.locks) return void lead();
    channel = new BroadcastChannel(around.name());
    channel.onmessage = ({ data }) => {
      if (data) {
        const [type, told] = data as [string, unknown];
        // What does not follow on what this page has, it asks for as a whole.
        if (!isLeader || type === 'you')
          inTurn(type, told).catch(() => type === 'ruleset' || share());
      } else if (isLeader) for (const each of around.all()) share(each);
    };
    share();
    // In a sandbox there are no locks to be had.
    navigator.locks.request(around.name(), { signal }, lead).catch(lead);
  }

  function share(event?: readonly [string, unknown]) {
    channel?.postMessage(event);
  }

  function inTurn(type: string, data: unknown): Promise<void> {
    const next = handling.then(() => handle(type, data));
    handling = next.catch(() => {});
    return next;
  }

  function close() {
    isClosed = true;
    start();
    document.removeEventListener('visibilitychange', start);
    removeEventListener('online', start);
  }

  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      const since = Date.now();
      const isStreaming = since >= streamAt;
      let delivered = false;
      let polling: Promise<void> | undefined;
      let failure: unknown;
      const look = () => {
        polling ??= poll(signal);
        return polling;
      };
      const early = setTimeout(() => look().catch(() => {}), FIRST_EVENT_MS);
      try {
        if (isStreaming) {
          await stream(signal, () => {
            delivered = true;
            clearTimeout(early);
          });
        }
      } catch (thrown) {
        failure = thrown;
      }
      clearTimeout(early);
      if (signal.aborted) return;

      // Is it the stream, or the server?
      if (delivered) blocked = 0;
      else if (!isRefusal(failure)) {
        try {
          await look();
          failure = undefined;
          if (isStreaming && ++blocked > 1) streamAt = Date.now() + STREAM_RETRY_MS;
        } catch (thrown) {
          failure = thrown;
        }
      }
      if (!delivered && failure) tell(failure);
      attempt = nextAttempt(attempt, delivered ? Date.now() - since : 0);
      const random = Math.random();
      await sleep(
        isRefusal(failure)
          ? refusedDelayMs(random)
          : !failure && Date.now() < streamAt
            ? POLL_MS
            : retryDelayMs(attempt, random),
        signal,
      );
    }
  }

  /** Once per trouble, not once per attempt. */
  function tell(thrown: unknown) {
    if (told !== String(thrown)) report(thrown);
    told = String(thrown);
  }

  /** Follows one stream to its end. */
  async function stream(signal: AbortSignal, delivered: () => void) {
    const silence = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    alive();
    try {
      const after = around.position();
      const response = await request(`stream${after ? `?after=${after}` : ''}`, {
        signal: AbortSignal.any([signal, silence.signal]),
      });
      const reader = (response.body as ReadableStream<BufferSource>)
        .pipeThrough(new TextDecoderStream())
        .getReader();
      for (let text = ''; ; ) {
        const { done, value } = await reader.read();
        if (done || text.length > MAX_RULESET_LENGTH) return;
        alive();
        const events = (text + value).split(/\r?\n\r?\n/);
        text = events.pop() as string;
        for (const each of events) {
          const [, type] = /^event: ?(.*)/m.exec(each) ?? [];
          const [, data] = /^data: ?(.*)/m.exec(each) ?? [];
          if (!type || !data) continue;
          delivered();
          await take(type, data, signal);
        }
      }
    } finally {
      clearTimeout(timer);
      silence.abort();
    }
  }

  async function take(type: string, text: string, signal: AbortSignal) {
    try {
      const data = parse(text);
      await inTurn(type, data);
      if (signal.aborted) return;
      share([type, data]);
      told = '';
    } catch (thrown) {
      tell(thrown);
      await poll(signal);
    }
  }

  /** Asks for all there is, once. */
  async function poll(signal: AbortSignal) {
    const get = async (path: string) => {
      const response = await request(path, { signal, cache: 'no-cache' });
      return parse(await response.text());
    };
    const pass = async (type: string, data: unknown) => {
      await inTurn(type, data);
      share([type, data]);
    };
    await pass('ruleset', await get('ruleset'));
    if (await around.userToken()) {
      await pass('you', await get('you').catch(({ message }) => ({ problem: message })));
    }
  }

  /** The key stands in the address, so that visitors who are not signed in cause no preflight. */
  async function request(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(`sdk/${path}`, base);
    url.searchParams.set('key', key);
    const token = await around.userToken();
    const headers = { ...init.headers, ...(token && { 'Switchyard-User': token }) };
    // The token is for this server only.
    const response = await fetch(url, {
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      ...init,
      headers,
    });
    if (response.ok) return response;
    const { detail = 'not now' } = await response.json().catch(() => ({}));
    throw new Error(`The server answered ${response.status}: ${detail}`);
  }
}

/** Frozen, so that no page changes what it is decided with. */
export const parse = (text: string) => JSON.parse(text, (_, value) => Object.freeze(value));

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.onabort = () => {
      clearTimeout(timer);
      resolve();
    };
  });
