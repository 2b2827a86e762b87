import { expect, onTestFinished, test, vi } from 'vitest';
import { spaced } from './spaced.ts';

function asked() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const acts: string[] = [];
  return { acts, ...spaced(500, (key) => acts.push(key)) };
}

test('the first is done at once, whatever is asked meanwhile once, after a while', () => {
  const { acts, ask } = asked();
  for (let times = 0; times < 5; times++) ask('a');
  ask('b');
  expect(acts).toEqual(['a', 'b']);
  vi.advanceTimersByTime(499);
  expect(acts).toEqual(['a', 'b']);
  vi.advanceTimersByTime(1);
  expect(acts).toEqual(['a', 'b', 'a']);
  ask('a');
  vi.advanceTimersByTime(500);
  expect(acts).toEqual(['a', 'b', 'a', 'a']);
  vi.advanceTimersByTime(5_000);
  ask('a');
  expect(acts).toHaveLength(5);
});

test('once closed it does nothing more', () => {
  const { acts, ask, close } = asked();
  ask('a');
  ask('a');
  close();
  vi.advanceTimersByTime(5_000);
  expect(acts).toEqual(['a']);
});
