import type { Test } from './conditions/condition-type.ts';
import { foldedSet } from './folded-set.ts';
import { isInRanges, parseRange } from './ip.ts';
import type { InternalUsers } from './ruleset.ts';
import { unitOf } from './unit.ts';

/**
 * Whether somebody is an internal user: because the application says so, or any list does. The
 * application's no counts when no list says yes. Where a list cannot be asked, it is undecided.
 */
export function internalTest({ users, emails, domains, ranges }: InternalUsers): Test {
  const listedUsers = new Set(users);
  const isListedEmail = foldedSet(emails);
  const isListedDomain = foldedSet(domains);
  const parsedRanges = ranges.flatMap((each) => parseRange(each) ?? []);
  const hasEmails = emails.length + domains.length > 0;

  return ({ internal, targetingKey, email, ip }) => {
    if (internal === true) return true;
    let isUnknown = false;
    if (listedUsers.size > 0) {
      const user = unitOf(targetingKey);
      if (user === undefined) isUnknown = true;
      else if (listedUsers.has(user)) return true;
    }
    if (hasEmails) {
      const at = typeof email === 'string' ? email.lastIndexOf('@') : -1;
      if (at < 0) isUnknown = true;
      else if (isListedEmail(email as string, 0) || isListedDomain(email as string, at + 1))
        return true;
    }
    if (parsedRanges.length > 0) {
      const isIn = typeof ip === 'string' ? isInRanges(parsedRanges, ip) : undefined;
      if (isIn === true) return true;
      if (isIn === undefined) isUnknown = true;
    }
    return isUnknown && internal !== false ? 'undecided' : false;
  };
}
