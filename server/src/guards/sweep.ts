import type { Work } from '../platform/work.ts';
import * as store from './store.ts';

const DAY = 24 * 60 * 60 * 1000;
/** So long it can be seen how evidence grew; the last verdict of each release stays for ever. */
const CURVES_MS = 90 * DAY;

/** Forgets a part of what nobody will ask for. Answers whether there is more. */
export const sweep = ({ tx, now }: Work): Promise<boolean> =>
  store.forget(tx, new Date(now.getTime() - CURVES_MS));
