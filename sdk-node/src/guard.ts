import type { RequestFlags } from './evaluation.ts';

/** What those get for whom a required switch is not active: "not found", or another address. */
export interface Otherwise {
  readonly else: 404 | (string & {});
}

/** A guard without its middleware lets nobody pass, and says why. */
export function requireFlags(flags: RequestFlags | undefined): RequestFlags {
  if (flags) return flags;
  throw new Error('requireSwitch finds no `flags`: the switchyard middleware must come before it');
}
