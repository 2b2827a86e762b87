import { LitElement } from 'lit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type News, OnNews, start, stop, watchConnection } from './live.ts';
import { mount } from './testing/mount.ts';

/** What the browser would give us, in our hands. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 0;
  onopen: () => void = () => {};
  onerror: () => void = () => {};

  constructor() {
    super();
    Stream.all.push(this);
  }

  say(kind: string, data: object = {}) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }

  close() {
    this.readyState = Stream.CLOSED;
  }
}

class Listener extends LitElement {
  news: News[] = [];
  readonly on = new OnNews(
    this,
    (news) => this.news.push(news),
    ({ environment }) => environment === 'production',
  );
}
customElements.define('test-listener', Listener);

declare global {
  interface HTMLElementTagNameMap {
    'test-listener': Listener;
  }
}

const latest = () => Stream.all.at(-1) as Stream;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  Stream.all = [];
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('tells those it concerns, and several at once only once', async () => {
  const { news } = await mount('test-listener');
  start();
  latest().onopen();
  latest().say('release', { environment: 'development', number: 1 });
  latest().say('release', { environment: 'production', number: 2 });
  latest().say('release', { environment: 'production', number: 3 });
  vi.advanceTimersByTime(100);
  expect(news).toEqual([{ kind: 'release', environment: 'production', number: 2 }]);
});

test('says when the server cannot be heard, and tells everybody when it can be again', async () => {
  const { news } = await mount('test-listener');
  const seen: string[] = [];
  const unwatch = watchConnection((connection) => seen.push(connection));
  start();
  latest().onopen();
  latest().onerror();
  latest().onopen();
  vi.advanceTimersByTime(100);
  unwatch();
  expect(seen).toEqual(['connecting', 'open', 'lost', 'open']);
  expect(news).toEqual([{ kind: 'all' }]);
});

test('opens a new stream when the old one was refused, or is silent', () => {
  start();
  latest().onopen();
  latest().close();
  latest().onerror();
  vi.advanceTimersByTime(5_000);
  expect(Stream.all).toHaveLength(2);

  latest().onopen();
  vi.advanceTimersByTime(20_000);
  latest().say('heartbeat');
  vi.advanceTimersByTime(20_000);
  expect(Stream.all).toHaveLength(2);
  vi.advanceTimersByTime(10_000);
  expect(Stream.all).toHaveLength(3);
  expect(Stream.all[1]?.readyState).toBe(Stream.CLOSED);
});

test('is closed where nobody looks, and catches up when somebody does', async () => {
  const { news } = await mount('test-listener');
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  start();
  latest().onopen();
  visibility.mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(latest().readyState).toBe(Stream.CLOSED);

  visibility.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  visibility.mockRestore();
  latest().onopen();
  vi.advanceTimersByTime(100);
  expect(Stream.all).toHaveLength(2);
  expect(news).toEqual([{ kind: 'all' }]);
});
