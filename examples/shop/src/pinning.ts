import type { Client } from '@switchyard/sdk-node';
import type { RequestHandler } from 'express';
import { pinnable } from './pages/pins.ts';

/** Puts what somebody of the staff pins into a cookie that is signed: the middleware reads it with the next request. */
export const pinning =
  (flags: Pick<Client, 'overrideCookie'>): RequestHandler =>
  (req, res) => {
    if (!req.visit.person?.isStaff) return res.status(403).send('For the staff only');
    const { key, choice, path } = req.body ?? {};
    const pinned = new Map(req.flags.overrides());
    if (!Object.hasOwn(pinnable, key)) return res.status(400).send('There is no such switch');
    if (choice === 'bypass') pinned.delete(key);
    else if (pinnable[key]?.includes(choice)) pinned.set(key, choice);
    const cookie = flags.overrideCookie(Object.fromEntries(pinned), { secure: req.secure });
    res.append('set-cookie', cookie).redirect(303, /^\/\w*$/.test(path) ? path : '/');
  };
