import { type Call, type Definition, Refused, type Release } from './api.ts';

/** What the server said it has done, and must therefore never lose. */
interface Acknowledged {
  readonly number: number;
  readonly count: number;
}

/** Edits two switches at a time, always both alike, counting up. What got no answer is not tried again. */
export interface Writer {
  readonly pair: readonly [string, string];
  readonly acknowledged: readonly Acknowledged[];
  readonly refusals: readonly Error[];
  stop(): Promise<void>;
}

export function startWriter(call: Call, environment: string, name: string): Writer {
  const pair = [`${name}-left`, `${name}-right`] as const;
  const acknowledged: Acknowledged[] = [];
  const refusals: Error[] = [];
  let isStopping = false;

  async function write() {
    for (let count = 1; !isStopping; count++) {
      const edits = pair.map((key) => ({ kind: 'switch', key, set: definition(count) }));
      try {
        const path = `/environments/${environment}/releases`;
        const { number } = await call<Release>('POST', path, { reason: `${name} ${count}`, edits });
        acknowledged.push({ number, count });
      } catch (error) {
        if (error instanceof Refused) refusals.push(error);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }
  const done = write();

  return {
    pair,
    acknowledged,
    refusals,
    stop() {
      isStopping = true;
      return done;
    },
  };
}

/** Tells which edit it came from, and decides differently from one edit to the next. */
const definition = (count: number) => {
  const share = { type: 'percentage', thousandths: (count * 7919) % 100_000 };
  return {
    state: 'conditional',
    rules: [{ id: 'share', name: String(count), conditions: [share], serve: 'on' }],
  };
};

export const countOf = (definition: Definition | null | undefined) =>
  Number(definition?.rules[0]?.name);
