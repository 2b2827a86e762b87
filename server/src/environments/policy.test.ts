import { expect, test } from 'vitest';
import { openPolicy, problemsWithPolicy } from './policy.ts';

test('a policy is refused with everything that is wrong with it', () => {
  expect(problemsWithPolicy(openPolicy)).toEqual([]);
  const wrong = {
    ...openPolicy,
    approvals: -1,
    expressApprovals: 1.5,
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
      path: ['freezes', '0'],
      message: 'Freeze 1 needs a reason, which people see while it lasts.',
    },
  ]);
});
