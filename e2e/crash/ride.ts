import { setTimeout as pause } from 'node:timers/promises';
import { type Call, Refused } from './api.ts';

interface Group {
  readonly id: number;
  readonly station: 'waiting' | 'princess' | { readonly stage: number };
  readonly departure: object | null;
  readonly riders: readonly { readonly change: number; readonly mark: string | null }[];
}

export interface Yard {
  readonly groups: readonly Group[];
  readonly holds: readonly { readonly by: { readonly id: string } }[];
}

interface Change {
  readonly number: number;
  readonly status: string;
  readonly release: number | null;
}

/** Where a ride may be when the server is killed, in the order in which they are reached. */
export const places = [
  'waiting',
  'princess',
  'good',
  'held',
  'scheduled',
  'stage 0',
  'stage 1',
  'stage 2',
  'arrived',
] as const;
export type Place = (typeof places)[number];

const base = '/environments/development';

/** A change of its own, from the queue to everybody. */
export async function startRide(call: Call, name: string) {
  const { number } = await persist(() =>
    call<Change>('POST', `${base}/changes`, {
      title: name,
      edits: [{ kind: 'switch', key: name, base: 0, set: { state: 'on' } }],
      board: { how: 'alone' },
    }),
  );
  const change = () => persist(() => call<Change>('GET', `${base}/changes/${number}`));
  const yard = () => persist(() => call<Yard>('GET', `${base}/train`));
  const command = (body: object) => call('POST', `${base}/train`, body);

  /** Where it is now. */
  async function whereabouts(): Promise<Place> {
    const { groups, holds } = await yard();
    const group = groups.find(({ riders }) => riders.some((each) => each.change === number));
    if (group === undefined) {
      const { status } = await change();
      if (status === 'arrived') return 'arrived';
      // It arrived or went on between the two looks.
      await pause(10);
      return whereabouts();
    }
    if (typeof group.station === 'object') return `stage ${group.station.stage}` as Place;
    if (group.station === 'waiting') return 'waiting';
    if (holds.length > 0) return 'held';
    if (group.departure !== null) return 'scheduled';
    return group.riders[0]?.mark === 'good' ? 'good' : 'princess';
  }

  /** Does what comes next, unless only time can: then it waits a little. */
  async function step(isHeld: boolean, isScheduled: boolean): Promise<void> {
    const { groups, holds } = await yard();
    const group = groups.find(({ riders }) => riders.some((each) => each.change === number));
    const [hold] = holds;
    if (hold !== undefined) return void (await attempt({ do: 'unhold', of: hold.by.id }));
    if (group === undefined || typeof group.station === 'object' || group.departure !== null) {
      return pause(5);
    }
    if (group.station === 'waiting') return attempt({ do: 'princess', group: group.id });
    if (group.riders[0]?.mark !== 'good')
      return attempt({ do: 'mark', change: number, mark: 'good' });
    if (isHeld) return attempt({ do: 'hold', reason: 'Somebody pulled the cord' });
    if (isScheduled) {
      const at = new Date(Date.now() + 400).toISOString();
      return attempt({ do: 'schedule', group: group.id, departure: { at, timeZone: 'UTC' } });
    }
    return attempt({ do: 'depart', group: group.id });
  }

  /** What was refused may have been done already, before the server was killed. */
  async function attempt(body: object): Promise<void> {
    try {
      await command(body);
    } catch {
      await pause(5);
    }
  }

  return {
    number,
    change,
    whereabouts,
    async reach(place: Place): Promise<void> {
      for (;;) {
        const now = await whereabouts();
        if (places.indexOf(now) >= places.indexOf(place)) return;
        const isPassed = (other: Place) => place !== other;
        await step(!isPassed('held'), !isPassed('scheduled'));
      }
    },
  };
}

/** Until the server is there to answer. */
async function persist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refused) throw error;
      await pause(10);
    }
  }
}
