import { describe, expect, test } from 'vitest';
import { type FreezeWindow, frozenAt, problemsWithFreezes } from './freeze.ts';

const at = (text: string) => Date.parse(text);
const weekend: FreezeWindow = {
  every: 'week',
  from: { day: 'friday', time: '16:00' },
  to: { day: 'monday', time: '08:00' },
  timeZone: 'Europe/Berlin',
  reason: 'nobody is here',
};
const once = (from: string, to: string, timeZone = 'Europe/Berlin'): FreezeWindow => ({
  every: 'once',
  from,
  to,
  timeZone,
  reason: 'year end',
});
const untilOf = (window: FreezeWindow, instant: string) => {
  const until = frozenAt([window], at(instant))?.until;
  return until === undefined ? undefined : new Date(until).toISOString();
};

describe('a weekly freeze', () => {
  test.each([
    ['2026-07-03T13:59:59.999Z', undefined],
    ['2026-07-03T14:00:00Z', '2026-07-06T06:00:00.000Z'],
    ['2026-07-05T12:00:00Z', '2026-07-06T06:00:00.000Z'],
    ['2026-07-06T05:59:59.999Z', '2026-07-06T06:00:00.000Z'],
    ['2026-07-06T06:00:00Z', undefined],
    ['2026-07-08T12:00:00Z', undefined],
    // In winter, an hour later.
    ['2026-01-02T14:59:59Z', undefined],
    ['2026-01-02T15:00:00Z', '2026-01-05T07:00:00.000Z'],
  ])('from Friday to Monday, in local time: %s', (instant, until) => {
    expect(untilOf(weekend, instant)).toBe(until);
  });

  test.each([
    ['forward', '2026-03-27T15:00:00Z', '2026-03-30T06:00:00.000Z'],
    ['back', '2026-10-23T14:00:00Z', '2026-10-26T07:00:00.000Z'],
  ])('lasts over a weekend on which clocks go %s', (_, begins, ends) => {
    expect(untilOf(weekend, begins)).toBe(ends);
    expect(frozenAt([weekend], at(begins) - 1)).toBeUndefined();
    expect(untilOf(weekend, new Date(at(ends) - 1).toISOString())).toBe(ends);
    expect(frozenAt([weekend], at(ends))).toBeUndefined();
  });

  const nights: FreezeWindow = {
    ...weekend,
    from: { day: 'sunday', time: '02:30' },
    to: { day: 'sunday', time: '05:00' },
  };
  test.each([
    // 02:30 does not exist: frozen from half an hour before the gap.
    ['2026-03-29T00:29:59Z', undefined],
    ['2026-03-29T00:30:00Z', '2026-03-29T03:00:00.000Z'],
    // 02:30 exists twice: frozen from the first.
    ['2026-10-25T00:29:59Z', undefined],
    ['2026-10-25T00:30:00Z', '2026-10-25T04:00:00.000Z'],
    ['2026-10-25T01:00:00Z', '2026-10-25T04:00:00.000Z'],
  ])(
    'is too long rather than too short where it begins between two times: %s',
    (instant, until) => {
      expect(untilOf(nights, instant)).toBe(until);
    },
  );

  const early: FreezeWindow = {
    ...weekend,
    from: { day: 'sunday', time: '00:00' },
    to: { day: 'sunday', time: '02:30' },
  };
  test.each([
    ['2026-03-29T01:29:59Z', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T01:30:00Z', undefined],
    ['2026-10-25T01:29:59Z', '2026-10-25T01:30:00.000Z'],
    ['2026-10-25T01:30:00Z', undefined],
  ])('is too long rather than too short where it ends between two times: %s', (instant, until) => {
    expect(untilOf(early, instant)).toBe(until);
  });

  test.each([
    ['Pacific/Kiritimati', '2026-07-02T10:00:00Z'],
    ['Asia/Kolkata', '2026-07-02T18:30:00Z'],
    ['America/St_Johns', '2026-07-03T02:30:00Z'],
    ['Pacific/Pago_Pago', '2026-07-03T11:00:00Z'],
  ])('begins when the day begins in %s', (timeZone, begins) => {
    const friday = { ...weekend, timeZone, from: { day: 'friday', time: '00:00' } } as const;
    expect(frozenAt([friday], at(begins) - 1)).toBeUndefined();
    expect(frozenAt([friday], at(begins))).toBeDefined();
  });

  test('may span almost the whole week', () => {
    const window = { ...weekend, from: { day: 'monday', time: '08:01' } } as const;
    expect(untilOf(window, '2026-07-06T06:00:30Z')).toBeUndefined();
    expect(untilOf(window, '2026-07-06T06:01:00Z')).toBe('2026-07-13T06:00:00.000Z');
    expect(untilOf(window, '2026-07-06T05:59:00Z')).toBe('2026-07-06T06:00:00.000Z');
  });
});

describe('a freeze on dates', () => {
  const turn = once('2026-12-20T00:00', '2027-01-02T08:00');
  test.each([
    ['2026-12-19T22:59:59Z', undefined],
    ['2026-12-19T23:00:00Z', '2027-01-02T07:00:00.000Z'],
    ['2027-01-02T07:00:00Z', undefined],
    ['2025-12-24T12:00:00Z', undefined],
  ])('is in local time, the end not included: %s', (instant, until) => {
    expect(untilOf(turn, instant)).toBe(until);
  });

  test('may lie on a day that a place never had', () => {
    const skipped = once('2011-12-30T06:00', '2011-12-30T18:00', 'Pacific/Apia');
    expect(frozenAt([skipped], at('2011-12-30T10:00:00Z'))).toBeDefined();
    expect(frozenAt([skipped], at('2011-12-28T10:00:00Z'))).toBeUndefined();
  });
});

test('of several freezes the one that lasts longest counts', () => {
  const days = once('2026-07-03T00:00', '2026-07-10T00:00');
  const instant = at('2026-07-04T12:00:00Z');
  expect(frozenAt([weekend, days], instant)).toEqual({
    reason: 'year end',
    timeZone: 'Europe/Berlin',
    until: at('2026-07-09T22:00:00Z'),
  });
  expect(frozenAt([days, weekend], instant)?.reason).toBe('year end');
  expect(frozenAt([], instant)).toBeUndefined();
});

describe('problems with freezes', () => {
  test('are none where there are none', () => {
    expect(problemsWithFreezes([weekend, once('2026-12-20T00:00', '2027-01-02T08:00')])).toEqual(
      [],
    );
  });

  test.each<[FreezeWindow, string]>([
    [{ ...weekend, reason: ' ' }, 'needs a reason, which people see while it lasts'],
    [
      { ...weekend, timeZone: '+02:00' },
      'is in the time zone "+02:00"; it must be a name such as Europe/Berlin',
    ],
    [
      { ...weekend, timeZone: 'Mars/Base' },
      'is in the time zone "Mars/Base"; it must be a name such as Europe/Berlin',
    ],
    [
      { ...weekend, from: { day: 'friday', time: '24:00' } },
      'has the time "24:00"; it must be like 16:30',
    ],
    [
      { ...weekend, to: { day: 'friday', time: '9:00' } },
      'has the time "9:00"; it must be like 16:30',
    ],
    [{ ...weekend, to: weekend.from }, 'ends when it begins; to stop everything, hold the train'],
    [
      once('2026-02-30T00:00', '2026-03-02T00:00'),
      'has the time "2026-02-30T00:00"; it must be a date and time such as 2026-12-20T00:00',
    ],
    [
      once('2026-02-20T00:00', 'soon'),
      'has the time "soon"; it must be a date and time such as 2026-12-20T00:00',
    ],
    [once('2026-02-20T00:00', '2026-02-20T00:00'), 'ends before it begins'],
  ])('are told in words: %#', (window, fault) => {
    expect(problemsWithFreezes([weekend, window])).toEqual([
      { path: ['freezes', '1'], message: `Freeze 2 ${fault}.` },
    ]);
  });
});
