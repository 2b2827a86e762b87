import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something happened on the server. `all` is what a new connection says: anything may have. */
export interface News {
  readonly kind: 'release' | 'log' | 'all';
  readonly environment?: string;
}

export type Connection = 'connecting' | 'open' | 'lost';

const silenceMs = 25_000;
const retryMs = 3_000;
const listeners = new Set<(news: News) => void>();
const watchers = new Set<(connection: Connection) => void>();
let source: EventSource | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let connection: Connection = 'connecting';

/** Opens the stream of news; it stays open, and is opened again when it breaks, until `stop`. */
export function start(): void {
  if (source !== undefined) return;
  source = new EventSource('/api/live');
  source.onopen = () => {
    const wasLost = connection === 'lost';
    alive();
    if (wasLost) tell({ kind: 'all' });
  };
  source.onerror = () => {
    become('lost');
    if (source?.readyState === EventSource.CLOSED) restart(retryMs);
  };
  source.addEventListener('heartbeat', alive);
  for (const kind of ['release', 'log'] as const) {
    source.addEventListener(kind, (event) => {
      alive();
      tell({ ...JSON.parse(event.data), kind });
    });
  }
}

export function stop(): void {
  clearTimeout(silence);
  source?.close();
  source = undefined;
  become('connecting');
}

/** Follows whether the server can be heard; answers how to stop following. */
export function watchConnection(watcher: (connection: Connection) => void): () => void {
  watchers.add(watcher);
  watcher(connection);
  return () => watchers.delete(watcher);
}

/** Calls back when there is news, while its host is on the page. News in quick succession is told once. */
export class OnNews implements ReactiveController {
  readonly #react: (news: News) => void;
  readonly #concerns: (news: News) => boolean;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: ReactiveControllerHost,
    react: (news: News) => void,
    concerns: (news: News) => boolean = () => true,
  ) {
    this.#react = react;
    this.#concerns = concerns;
    host.addController(this);
  }

  hostConnected() {
    listeners.add(this.#hear);
  }

  hostDisconnected() {
    listeners.delete(this.#hear);
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  readonly #hear = (news: News) => {
    if (news.kind !== 'all' && !this.#concerns(news)) return;
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      this.#react(news);
    }, 60);
  };
}

function alive() {
  become('open');
  clearTimeout(silence);
  silence = setTimeout(() => {
    become('lost');
    restart(0);
  }, silenceMs);
}

function restart(afterMs: number) {
  const mine = source;
  clearTimeout(silence);
  silence = setTimeout(() => {
    if (source !== mine) return;
    source?.close();
    source = undefined;
    start();
  }, afterMs);
}

function become(next: Connection) {
  if (next === connection) return;
  connection = next;
  for (const watcher of watchers) watcher(next);
}

function tell(news: News) {
  for (const listener of listeners) listener(news);
}
