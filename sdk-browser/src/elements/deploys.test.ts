import { afterEach, describe, expect, test, vi } from 'vitest';
import { until } from '../testing/until.ts';
import { ago } from './deploys.ts';
import './index.ts';

const badge = (minutes: number, more: object = {}) => ({
  deploys: 67,
  changes: 496,
  people: 18,
  last: { at: new Date(Date.now() - minutes * 60_000).toISOString(), by: 'Grace' },
  words: 'As the server says it',
  ...more,
});

/** Answered by the page itself: `Response` is the real one. */
function shown(answer: () => Response, attributes: Record<string, string> = {}) {
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
  const element = document.createElement('switchyard-deploys');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.url = 'https://flags.example.com';
  document.body.append(element);
  const words = () => element.shadowRoot?.textContent?.trim();
  return { element, words, asked };
}

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('the line at the foot', () => {
  test('says when was deployed last and by whom, and how much lately', async () => {
    const { words, asked, element } = shown(() => Response.json(badge(12)));
    await until(() =>
      expect(words()).toBe(
        'Last deployed 12 minutes ago by Grace. In the last week there were 67 deploys of 496 changes by 18 people.',
      ),
    );
    expect(String(asked.mock.calls[0]?.[0])).toBe('https://flags.example.com/deploys.json');
    expect(element.shadowRoot?.querySelector('time')?.dateTime).toMatch(/Z$/);
  });

  test('counts to one, and tells of nothing', async () => {
    const few = { deploys: 1, changes: 1, people: 1, last: null };
    const { words } = shown(() => Response.json(badge(0, few)));
    await until(() =>
      expect(words()).toBe(
        'Nothing has been deployed yet. In the last week there were 1 deploy of 1 change by 1 person.',
      ),
    );
  });

  test('is empty where the server does not tell everybody, or is away', async () => {
    const { words, asked } = shown(() => new Response('{}', { status: 404 }));
    await until(() => expect(asked).toHaveBeenCalled());
    expect(words()).toBe('');
    const away = shown(() => {
      throw new TypeError('Failed to fetch');
    });
    await until(() => expect(away.asked).toHaveBeenCalled());
    expect(away.words()).toBe('');
  });

  test('speaks another language', async () => {
    const texts = JSON.stringify({
      last: '{by} hat {ago} zuletzt ausgeliefert.',
      lately: 'Diese Woche: {deploys}.',
      deploys: { one: '{n} Auslieferung', other: '{n} Auslieferungen' },
    });
    const { words } = shown(() => Response.json(badge(120)), { texts, lang: 'de' });
    await until(() =>
      expect(words()).toBe(
        'Grace hat vor 2 Stunden zuletzt ausgeliefert. Diese Woche: 67 Auslieferungen.',
      ),
    );
  });

  test('knows the time', () => {
    const at = '2026-01-01T12:00:00Z';
    const after = (minutes: number) => ago(at, Date.parse(at) + minutes * 60_000, 'en');
    expect([-5, 0, 1, 59, 60, 47 * 60, 49 * 60].map(after)).toEqual([
      'now',
      'now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      '47 hours ago',
      '2 days ago',
    ]);
  });
});
