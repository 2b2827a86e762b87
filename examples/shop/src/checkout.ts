import type { RequestFlags } from '@switchyard/sdk-node';

const DECLINED = 0.02;
/** What is wrong with the new checkout. */
const LOST = 0.2;

/**
 * Stands in for paying. Some cards are always declined. The new checkout also loses one order in five, and answers as if
 * nothing had happened: no request fails, so only what the shop counts itself shows it.
 */
export function pay(flags: RequestFlags, random: () => number): boolean {
  const failing = flags.isActive('new-checkout') ? DECLINED + LOST : DECLINED;
  const isPaid = random() >= failing;
  flags.track('checkout');
  if (!isPaid) flags.track('checkout.failed');
  return isPaid;
}
