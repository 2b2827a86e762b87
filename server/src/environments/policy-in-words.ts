import { guardInWords } from './guard.ts';
import { audienceInWords, type CanaryPlan } from './plan.ts';
import type { Policy } from './policy.ts';

/** What is other than before, each in words. */
export function policyInWords(before: Policy, after: Policy): string[] {
  const moved = (label: string, read: (policy: Policy) => string | number) =>
    read(before) === read(after) ? [] : [`${label}: ${read(before)} → ${read(after)}`];
  return [
    ...moved('who publishes', ({ publish }) => publish),
    ...moved('asks before publishing', ({ confirm }) => yesOrNo(confirm)),
    ...moved('who boards', ({ who }) => who.board),
    ...moved('who lets groups depart', ({ who }) => who.depart),
    ...moved('who overrides', ({ who }) => who.override),
    ...moved('who lifts holds', ({ who }) => who.unhold),
    ...moved('what leaves at once', ({ express }) => express),
    ...moved('approvals', ({ approvals }) => approvals),
    ...moved('approvals to leave at once', ({ expressApprovals }) => expressApprovals),
    ...moved('princess required', ({ isPrincessRequired }) => yesOrNo(isPrincessRequired)),
    ...moved('when code is there', ({ whenCodeIsThere }) => whenCodeIsThere),
    ...moved('when code goes back', ({ whenCodeGoesBack }) => whenCodeGoesBack),
    ...moved('canary plan', ({ plan }) => planInWords(plan)),
    ...moved('guard', ({ guard }) => guardInWords(guard)),
    ...moved('unit', ({ by }) => by ?? 'targeting key'),
    ...(JSON.stringify(before.freezes) === JSON.stringify(after.freezes)
      ? []
      : [`freezes: ${after.freezes.map(({ reason }) => reason).join('; ') || 'none'}`]),
  ];
}

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

/** `internal users 60 s, 5 % 120 s` */
const planInWords = (plan: CanaryPlan): string =>
  plan
    .map(({ audience, minimumMs }) => `${audienceInWords(audience)} ${minimumMs / 1000} s`)
    .join(', ') || 'everybody at once';
