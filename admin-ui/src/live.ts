import type { ReactiveController, ReactiveControllerHost } from 'lit';

const kinds = ['release', 'log', 'train', 'fleet', 'evidence', 'members'] as const;

/** Something happened on the server. `all` is what a new connection says: anything may have. */
export interface News {
  readonly kind: (typeof kinds)[number] | 'all';
  readonly environment?: string;
}

export type Connection = 'connecting' | 'open' | 'lost';

const silenceMs = 25_000;
const retryMs = 3_000;
const togetherMs = 60;
const listeners = new Set<(news: News) => void>();
const watchers = new Set<(connection: Connection) => void>();
let isWanted = false;
let source: EventSource | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
let connection: Connection = 'connecting';
/** Whether something may have happened that was not heard. */
let hasMissed = false;

/**
 * Opens the stream of news and keeps it open until `stop`. A page that nobody sees listens to nothing:
 * browsers allow few connections, and each tab would take one.
 */
export function start(): void {
  if (isWanted) return;
  isWanted = true;
  document.addEventListener('visibilitychange', followVisibility);
  followVisibility();
}

export function stop(): void {
  isWanted = false;
  document.removeEventListener('visibilitychange', followVisibility);
  close();
  hasMissed = false;
  become('connecting');
}

/** Evidence and members come every few seconds, and are told to who shows them. */
export const isRare = ({ kind }: News) => kind !== 'evidence' && kind !== 'members';

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
    concerns: (news: News) => boolean = isRare,
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
    }, togetherMs);
  };
}

function followVisibility() {
  if (document.visibilityState === 'visible') open();
  else {
    hasMissed = true;
    close();
  }
}

function open() {
  if (source !== undefined) return;
  source = new EventSource('/api/live');
  source.onopen = () => {
    alive();
    if (hasMissed) tell({ kind: 'all' });
    hasMissed = false;
  };
  source.onerror = () => {
    lose();
    // The browser tries again by itself, but not after a refusal.
    if (source?.readyState === EventSource.CLOSED) reopen(retryMs);
  };
  source.addEventListener('heartbeat', alive);
  for (const kind of kinds) {
    source.addEventListener(kind, (event) => {
      alive();
      tell({ ...JSON.parse(event.data), kind });
    });
  }
  awaitLife();
}

function close() {
  clearTimeout(waiting);
  source?.close();
  source = undefined;
}

function alive() {
  become('open');
  awaitLife();
}

/** Silence is a dead stream, whatever the browser thinks of it. */
function awaitLife() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    lose();
    reopen(0);
  }, silenceMs);
}

function lose() {
  hasMissed = true;
  become('lost');
}

function reopen(afterMs: number) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    close();
    open();
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
