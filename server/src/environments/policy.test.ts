import { expect, test } from 'vitest';
import { builtIn } from './metric.ts';
import { openPolicy, problemsWithPolicy } from './policy.ts';

test('a policy is refused with everything that is wrong with it', () => {
  expect(problemsWithPolicy(openPolicy)).toEqual([]);
  const wrong = {
    ...openPolicy,
    approvals: -1,
    expressApprovals: 1.5,
    guard: {
      metrics: [...builtIn, { ...builtIn[0], weight: 0, tolerated: -1 }],
      alpha: 0.5,
      minimumUsers: 0,
      maximumMs: 0.5,
      tooFewUsers: 'hold',
    } as const,
    plan: [{ audience: { kind: 'internal' }, minimumMs: 0.5 }] as const,
    freezes: [
      {
        every: 'once',
        from: '2026-12-20T00:00',
        to: '2026-12-21T00:00',
        timeZone: 'UTC',
        reason: '',
      },
    ] as const,
  };
  expect(problemsWithPolicy(wrong)).toEqual([
    { path: ['approvals'], message: 'approvals is -1; it must be a whole number from 0 to 10.' },
    {
      path: ['expressApprovals'],
      message: 'expressApprovals is 1.5; it must be a whole number from 0 to 10.',
    },
    {
      path: ['plan', '0', 'minimumMs'],
      message: 'Stage 1 must last a whole number of milliseconds, at most 14 days.',
    },
    {
      path: ['guard', 'alpha'],
      message:
        'alpha is 0.5; it must be from 0.000001 to 0.2: 0.01 takes back 1 in 100 harmless releases.',
    },
    {
      path: ['guard', 'minimumUsers'],
      message: 'minimumUsers is 0; it must be a whole number from 1 to 1000000.',
    },
    {
      path: ['guard', 'maximumMs'],
      message: 'maximumMs must be a whole number of milliseconds, at most 14 days, or null.',
    },
    {
      path: ['guard', 'metrics', '2', 'key'],
      message: 'The metric "errors" is there twice.',
    },
    {
      path: ['guard', 'metrics', '2', 'weight'],
      message: 'The metric "errors" weighs 0; it must be more than 0 and at most 1000.',
    },
    {
      path: ['guard', 'metrics', '2', 'tolerated'],
      message: 'The metric "errors" tolerates -1; it must be from 0 to 10: 0.1 is 10 % worse.',
    },
    {
      path: ['freezes', '0'],
      message: 'Freeze 1 needs a reason, which people see while it lasts.',
    },
  ]);
});
