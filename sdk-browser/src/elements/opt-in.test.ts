import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { OpenCohort } from '../cohorts.ts';
import { until } from '../testing/until.ts';
import type { OptInElement } from './index.ts';
import './index.ts';

const beta: OpenCohort = {
  key: 'beta',
  title: 'Bleeding edge',
  description: 'Everything first.',
  feedbackUrl: 'https://feedback.example.com/',
  isOpen: true,
  isFull: false,
  isMember: false,
};

type Answer = () => unknown;

/** A client whose server has these cohorts. `answers` come first, in their turn. */
function clientOf(cohorts: readonly OpenCohort[], ...answers: Answer[]) {
  let changed = () => {};
  let known = [...cohorts];
  const asked: string[] = [];
  const client = {
    async ask(method: string, path: string) {
      asked.push(`${method} ${path}`);
      const answer = answers.shift();
      if (answer) return answer();
      if (method === 'GET') return { cohorts: known };
      const key = path.split('/').at(-1);
      known = known.map((each) =>
        each.key === key ? { ...each, isMember: method === 'PUT' } : each,
      );
      return { user: 'u-1' };
    },
    on(_: string, listener: never) {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
  };
  const say = (now: readonly OpenCohort[]) => {
    known = [...now];
    changed();
  };
  return { client, asked, say };
}

async function shown(cohorts: readonly OpenCohort[], ...answers: Answer[]) {
  const server = clientOf(cohorts, ...answers);
  const element = document.createElement('switchyard-opt-in');
  element.client = server.client as never;
  document.body.append(element);
  const inside = <T extends Element>(what: string) => element.shadowRoot?.querySelector<T>(what);
  const words = () => inside('[part=status]')?.textContent;
  const sees = (text: string | RegExp) => until(() => expect(textOf(element)).toMatch(text));
  const box = () => inside<HTMLInputElement>('input') as HTMLInputElement;
  return { ...server, element, inside, words, sees, box };
}

const textOf = ({ shadowRoot }: OptInElement) =>
  [...(shadowRoot?.children ?? [])].map((each) => each.textContent).join(' ');
const refuse = (words: string) => () => Promise.reject(new Error(words));
const never = () => new Promise(() => {});

afterEach(() => document.body.replaceChildren());

describe('the opt-in element', () => {
  test('shows open cohorts with what is known of them', async () => {
    const { box, inside, sees } = await shown([beta]);
    await sees('Everything first.');
    expect(box().labels?.[0]?.textContent?.trim()).toBe('Bleeding edge');
    expect(inside(`#${box().getAttribute('aria-describedby')}`)?.textContent).toContain('first');
    expect(inside<HTMLAnchorElement>('a')?.href).toBe('https://feedback.example.com/');
    expect(inside('ul')?.getAttribute('aria-label')).toBe('Try what is new');
  });

  test('joins and leaves by keyboard, says so, and keeps the focus', async () => {
    const { box, sees, words, asked, element } = await shown([beta]);
    const changes: unknown[] = [];
    element.addEventListener('opt-in-change', (event) =>
      changes.push((event as CustomEvent).detail),
    );
    await sees('Everything first.');
    await userEvent.keyboard('{Tab} ');
    await sees('You now take part in Bleeding edge.');
    expect([box().checked, element.shadowRoot?.activeElement]).toEqual([true, box()]);

    await userEvent.keyboard(' ');
    await sees('You no longer take part in Bleeding edge.');
    expect(box().checked).toBe(false);
    expect(asked.filter((each) => !each.startsWith('GET'))).toEqual([
      'PUT you/cohorts/beta',
      'DELETE you/cohorts/beta',
    ]);
    expect(changes).toEqual([
      { key: 'beta', isMember: true },
      { key: 'beta', isMember: false },
    ]);
    expect(words()).not.toBe('');
  });

  test('puts the box back when it is refused, and says why', async () => {
    const list = () => ({ cohorts: [beta] });
    const { box, sees, inside } = await shown(
      [beta],
      list,
      refuse('The server answered 403: The cohort is full'),
    );
    await sees('Everything first.');
    box().click();
    await sees('Bleeding edge stays as it was: The cohort is full');
    expect(box().checked).toBe(false);
    expect(inside('[part=status]')?.className).toBe('refused');
    expect(inside('[part=status]')?.role).toBe('status');

    box().click();
    await sees('You now take part');
    expect(inside('[part=status]')?.className).toBe('');
  });

  test('asks once, however often one clicks while it waits', async () => {
    const list = () => ({ cohorts: [beta] });
    const { box, sees, asked } = await shown([beta], list, never);
    await sees('Everything first.');
    box().click();
    await until(() => expect(box().ariaBusy).toBe('true'));
    box().click();
    expect(box().checked).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test('says when there is nothing, and while it waits', async () => {
    const { sees } = await shown([]);
    await sees('nothing to try out');
    const waiting = await shown([], never);
    await waiting.sees('One moment');
    expect(waiting.inside('[aria-busy=true]')).not.toBeNull();
  });

  test('invites those to sign in who are not', async () => {
    const { isMember: _, ...open } = beta;
    const { box, sees } = await shown([open]);
    await sees('Sign in to take part.');
    expect(box().disabled).toBe(true);
  });

  test('shows what is full as such, except to its members', async () => {
    const { box, sees, say } = await shown([{ ...beta, isFull: true }]);
    await sees('All places are taken.');
    expect(box().disabled).toBe(true);
    say([{ ...beta, isFull: true, isMember: true }]);
    await until(() => expect([box().disabled, box().checked]).toEqual([false, true]));
  });

  test('lets members leave what is closed, and warns them', async () => {
    const { box, sees } = await shown([{ ...beta, isOpen: false, isMember: true }]);
    await sees('you cannot come back');
    expect([box().checked, box().disabled]).toEqual([true, false]);
    box().click();
    await sees('You no longer take part');
    expect(box().disabled).toBe(true);
  });

  test('follows what is done elsewhere', async () => {
    const { box, sees, say } = await shown([beta]);
    await sees('Everything first.');
    say([{ ...beta, isMember: true }]);
    await until(() => expect(box().checked).toBe(true));
  });

  test('comes back after being offline, by itself and when asked', async () => {
    const offline = () => Promise.reject(new TypeError('Failed to fetch'));
    const { sees, inside } = await shown([beta], offline, offline);
    await sees('This cannot be shown at the moment: there is no connection.');
    inside<HTMLButtonElement>('[part=retry]')?.click();
    await sees('Try again');
    dispatchEvent(new Event('online'));
    await sees('Everything first.');
  });

  test('says what failed offline, and keeps what it shows', async () => {
    const list = () => ({ cohorts: [beta] });
    const offline = () => Promise.reject(new TypeError('Failed to fetch'));
    const { sees, box } = await shown([beta], list, offline, offline);
    await sees('Everything first.');
    box().click();
    await sees('Bleeding edge stays as it was: there is no connection.');
    expect(box().checked).toBe(false);
  });

  test('speaks another language', async () => {
    const { element, sees } = await shown([]);
    element.setAttribute('texts', '{ "none": "Zurzeit gibt es nichts." }');
    await sees('Zurzeit gibt es nichts.');
    const { sees: seesDate, element: other } = await shown([
      { ...beta, endsAt: '2030-05-01T12:00:00Z' },
    ]);
    other.lang = 'de';
    other.texts = { ends: 'Bis {date}' };
    await seesDate('Bis 1. Mai 2030');
  });

  test('links to nothing but the web', async () => {
    const { inside, sees } = await shown([{ ...beta, feedbackUrl: 'javascript:alert(1)' }]);
    await sees('Everything first.');
    expect(inside('a')).toBeNull();
  });

  test('takes colours and gaps from the page', async () => {
    const { box, inside, sees, element } = await shown([beta]);
    await sees('Everything first.');
    element.style.setProperty('--switchyard-accent', 'rgb(1, 2, 3)');
    const style = document.createElement('style');
    style.textContent = 'switchyard-opt-in::part(title) { font-weight: 900 }';
    document.head.append(style);
    onTestFinished(() => style.remove());
    expect(getComputedStyle(box()).accentColor).toBe('rgb(1, 2, 3)');
    expect(getComputedStyle(inside('[part=title]') as Element).fontWeight).toBe('900');
  });

  test('lets go of the client with the page', async () => {
    const { element, sees, say, asked } = await shown([beta]);
    await sees('Everything first.');
    element.remove();
    say([]);
    dispatchEvent(new Event('online'));
    expect(asked).toHaveLength(1);
    document.body.append(element);
    await sees('nothing to try out');
  });
});
