import { randomUUID } from 'node:crypto';
import type { Signals } from './database/database.ts';
import type { Facts } from './facts.ts';
import type { Fact } from './work.ts';

/** Announces facts here and, where there are other processes, there too; and theirs here. */
export function relayed(
  facts: Facts,
  signals: Signals | undefined,
  report: (error: unknown) => void,
): (fact: Fact) => void {
  if (signals === undefined) return facts.announce;
  const self = randomUUID();
  const hear = (text: string) => {
    const { from, fact } = JSON.parse(text) as { from: string; fact: Fact };
    if (from !== self) facts.announce(fact);
  };
  signals.listen(hear).catch(report);
  return (fact) => {
    facts.announce(fact);
    signals.send(JSON.stringify({ from: self, fact })).catch(report);
  };
}
