import { type Client, createClient } from '@switchyard/sdk-node';
import { onTestFinished } from 'vitest';

type Arm = 'canary' | 'control';
const arms = ['canary', 'control'] as const;

/** What happens to the next report that is sent: the server dies while it is on its way, or before its answer is read. */
type Trap = 'sent' | 'answer lost';

/** What the server should have counted, in figures. */
export interface Counted {
  readonly users: number;
  readonly affected: number;
  readonly visits: number;
  readonly failed: number;
}

/** Several applications that share their users, follow what rolls out, and report what happens to whom. */
export async function startVisitors(url: string, key: string, kill: () => Promise<void>) {
  let trap: { readonly kind: Trap; readonly sprung: (killed: Promise<void>) => void } | undefined;
  const clients = ['one', 'two', 'three'].map(() => {
    const client = createClient({ url, key, directory: false, onError: () => {}, fetch: trapped });
    onTestFinished(() => client.close());
    return client;
  });
  const seen = { canary: nobody(), control: nobody() };
  await Promise.all(clients.map((client) => client.ready()));

  async function trapped(address: string, init: RequestInit) {
    if (trap === undefined || !address.endsWith('/sdk/reports')) return fetch(address, init);
    const { kind, sprung } = trap;
    trap = undefined;
    const answer = fetch(address, init);
    if (kind === 'answer lost') await (await answer).text();
    else answer.catch(() => {});
    const killed = kill();
    sprung(killed);
    await killed;
    throw new Error('The connection broke');
  }

  const armIn = (client: Client, targetingKey: string) =>
    client.explain('any', { targetingKey }).arm;

  return {
    /** Whether all of them know of what rolls out. */
    areInArms: () => clients.every((client) => armIn(client, 'somebody') !== undefined),
    /** Users come to two applications each; to every fifth something happens. */
    visit(from: number, count: number) {
      for (let at = from; at < from + count; at++) {
        const targetingKey = `visitor-${at}`;
        for (const client of [clients[at % 3], clients[(at + 1) % 3]] as Client[]) {
          const arm = armIn(client, targetingKey) as Arm;
          seen[arm].users.add(targetingKey);
          seen[arm].visits++;
          client.track('visit', { targetingKey });
          if (at % 5 > 0) continue;
          seen[arm].affected.add(targetingKey);
          seen[arm].failed++;
          client.track('failed', { targetingKey });
        }
      }
    },
    /** Resolves when the server is dead. */
    spring: (kind: Trap) =>
      new Promise<void>((resolve) => {
        trap = { kind, sprung: resolve };
      }),
    counted: (): Record<Arm, Counted> => ({
      canary: inFigures(seen.canary),
      control: inFigures(seen.control),
    }),
  };
}

const nobody = () => ({
  users: new Set<string>(),
  affected: new Set<string>(),
  visits: 0,
  failed: 0,
});

const inFigures = ({ users, affected, ...counts }: ReturnType<typeof nobody>): Counted => ({
  ...counts,
  users: users.size,
  affected: affected.size,
});

export const inEachArm = <T>(of: (arm: Arm) => T): Record<Arm, T> => {
  const [canary, control] = arms.map(of) as [T, T];
  return { canary, control };
};
