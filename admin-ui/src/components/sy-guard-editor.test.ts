import { expect, test } from 'vitest';
import type { Guard } from '../guard-types.ts';
import { ownMetric, usualErrors, usualGuard, usualLatency } from '../model/guard.ts';
import { press, see, shownText } from '../testing/acts.ts';
import { findAll, mount } from '../testing/mount.ts';
import './sy-guard-editor.ts';

type Problems = HTMLElementTagNameMap['sy-guard-editor']['problems'];

/** The editor in a form that takes what it tells. */
async function editor(guard: Guard | null, problems: Problems = []) {
  const element = await mount('sy-guard-editor', { guard, problems });
  element.addEventListener('guard-change', (event) => {
    element.guard = (event as CustomEvent<Guard | null>).detail;
  });
  return element;
}

async function choose(element: Element, selector: string, value: string) {
  const input = await see<HTMLInputElement>(element, selector);
  input.value = value;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await (element as HTMLElementTagNameMap['sy-guard-editor']).updateComplete;
}

const own = { ...ownMetric, key: 'checkouts', kind: 'errors', event: 'checkout.failed' } as const;

test('goes from none to the usual one to own metrics, and back', async () => {
  const element = await editor(null);
  expect(shownText(element, '.hint')[0]).toContain('Nothing is measured');
  expect(findAll(element, '#alpha')).toEqual([]);
  await choose(element, '#mode', 'usual');
  expect(element.guard).toEqual(usualGuard);
  expect(findAll(element, 'sy-metric-editor')).toEqual([]);
  await choose(element, '#mode', 'own');
  expect(findAll(element, 'sy-metric-editor')).toHaveLength(2);
  await press(element, 'Own metric');
  expect(element.guard?.metrics).toEqual([usualErrors, usualLatency, ownMetric]);
  await choose(element, '#mode', 'none');
  expect(element.guard).toBeNull();
});

test('knows the usual metrics when it sees them', async () => {
  const element = await editor({ ...usualGuard, alpha: 0.05 });
  expect(findAll<HTMLSelectElement>(element, '#mode')[0]?.value).toBe('usual');
  const other = await editor({ ...usualGuard, metrics: [usualErrors] });
  expect(findAll<HTMLSelectElement>(other, '#mode')[0]?.value).toBe('own');
});

test('takes numbers as people say them', async () => {
  const element = await editor(usualGuard);
  await choose(element, '#alpha', '1000');
  await choose(element, '#minimumUsers', '500');
  await choose(element, '#maximum', '2,5');
  await choose(element, '#tooFewUsers', 'roll back');
  expect(element.guard).toEqual({
    ...usualGuard,
    alpha: 0.001,
    minimumUsers: 500,
    maximumMs: 150_000,
    tooFewUsers: 'roll back',
  });
  await choose(element, '#alpha', 'many');
  expect(findAll<HTMLInputElement>(element, '#alpha')[0]?.value).toBe('1000');
  await choose(element, '#maximum', '');
  expect(element.guard?.maximumMs).toBeNull();
  expect(findAll<HTMLSelectElement>(element, '#tooFewUsers')[0]?.disabled).toBe(true);
});

test('edits an own metric, with the fields that make sense for its kind', async () => {
  const element = await editor({
    ...usualGuard,
    metrics: [{ ...own, says: 'had bad luck' }, usualLatency],
  });
  const [first] = findAll(element, 'sy-metric-editor');
  if (!first) throw new Error('There is no metric.');
  await choose(element, '#tolerated', '10');
  await choose(first, '#weight', '3');
  await choose(first, '#per', 'checkout');
  expect(element.guard?.metrics[0]).toEqual({
    ...own,
    says: 'had bad luck',
    per: 'checkout',
    weight: 3,
    tolerated: 0.1,
  });
  expect(shownText(first, '.hint').join()).toContain('75 % of the evidence');
  await choose(first, '#kind', 'mean');
  expect(element.guard?.metrics[0]).not.toHaveProperty('per');
  expect(element.guard?.metrics[0]).not.toHaveProperty('says');
  await element.updateComplete;
  expect(findAll(first, '#per, #says')).toEqual([]);
  await choose(first, '#event', '');
  expect(element.guard?.metrics[0]).not.toHaveProperty('event');
  (await see(first, 'button', 'Remove metric checkouts')).click();
  expect(element.guard?.metrics).toEqual([usualLatency]);
});

test('says what is wrong where it stands', async () => {
  const element = await editor({ ...usualGuard, metrics: [own, own] }, [
    { path: ['alpha'], message: 'alpha is 1.' },
    { path: ['metrics', '1', 'key'], message: 'The metric is there twice.' },
    { path: ['metrics'], message: 'Too many.' },
  ]);
  const [, second] = findAll(element, 'sy-metric-editor');
  expect(shownText(second as Element, '.problem')).toEqual(['The metric is there twice.']);
  expect(
    [...(element.renderRoot.querySelectorAll('.problem') ?? [])].map((each) => each.textContent),
  ).toEqual(['Too many.', 'alpha is 1.']);
});
