import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { findPerson, type Person } from './people.ts';

/** Who is looking: somebody signed in, or a browser we have seen before. */
export interface Visit {
  readonly person: Person | undefined;
  readonly anonymousId: string;
}

declare global {
  namespace Express {
    interface Request {
      visit: Visit;
    }
  }
}

const aYear = 365 * 24 * 60 * 60 * 1000;

/** Stands in for a shop's sessions: the cookies are neither signed nor secret. */
export const visits: RequestHandler = (req, res, next) => {
  const cookies = new Map(
    (req.headers.cookie ?? '').split(/; */).map((each) => {
      const [name = '', value = ''] = each.split('=');
      return [name, value];
    }),
  );
  const anonymousId = cookies.get('visitor') || randomUUID();
  if (!cookies.has('visitor')) {
    res.cookie('visitor', anonymousId, { httpOnly: true, sameSite: 'lax', maxAge: aYear });
  }
  req.visit = { person: findPerson(cookies.get('person')), anonymousId };
  next();
};

/** Whose basket it is, and who is bucketed. */
export const unitOf = ({ person, anonymousId }: Visit): string => person?.id ?? anonymousId;

/** What switches may ask about the visitor. */
export function contextOf({ visit, ip }: { visit: Visit; ip?: string | undefined }) {
  const { person, anonymousId } = visit;
  return {
    targetingKey: unitOf(visit),
    anonymousId,
    ip,
    email: person?.email,
    city: person?.city,
    plan: person?.plan,
  };
}
