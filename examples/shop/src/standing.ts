import type { Client } from '@switchyard/sdk-node';

/** How the shop stands with the flag server, in words for the foot of its pages. */
export interface Standing {
  words(): string;
  /** Calls back whenever a page may look different from now on. */
  onChange(listener: () => void): void;
}

export function followStanding(flags: Pick<Client, 'on'>): Standing {
  const listeners: (() => void)[] = [];
  let release: number | undefined;
  let candidate: number | undefined;
  /** The candidate that was out last. */
  let tried = 0;
  let isReachable = false;

  const become = (reachable: boolean) => {
    isReachable = reachable;
    for (const listener of listeners) listener();
  };
  flags.on('ready', (now) => {
    release = now.release;
  });
  flags.on('change', (now) => {
    ({ release, candidate } = now);
    tried = candidate ?? tried;
    become(true);
  });
  flags.on('synced', () => become(true));
  flags.on('recovered', () => become(true));
  flags.on('stale', () => become(false));
  flags.on('error', ({ code }) => {
    if (code === 'unreachable' || code === 'refused') become(false);
  });

  return {
    onChange: (listener) => void listeners.push(listener),
    words() {
      if (release === undefined) return 'Serving defaults: no release yet, server unreachable.';
      if (!isReachable) return `Serving release ${release} from memory, server unreachable.`;
      if (candidate !== undefined)
        return `Serving release ${release}, and release ${candidate} to some.`;
      return tried > release
        ? `Serving release ${release}. Release ${tried} was taken back.`
        : `Serving release ${release}.`;
    },
  };
}
