import type { Test, Verdict } from './conditions/condition-type.ts';
import { either } from './conditions/three-valued.ts';
import { foldedSet } from './folded-set.ts';
import { isInRanges, parseRange } from './ip.ts';
import type { InternalUsers } from './ruleset.ts';
import { unitOf } from './unit.ts';

/**
 * Whether somebody is an internal user: because the application says so, or because a list does. The
 * application's no counts when no list says yes. Where a list cannot be asked, it is undecided.
 * A request asks about many switches, and about one person: the last answer is kept.
 */
export function internalTest(listed: InternalUsers): Test {
  const isListed = listTest(listed);
  let lastKey: unknown;
  let lastEmail: unknown;
  let lastIp: unknown;
  let verdict = isListed(lastKey, lastEmail, lastIp);

  return ({ internal, targetingKey, email, ip }) => {
    if (internal === true) return true;
    if (targetingKey !== lastKey || email !== lastEmail || ip !== lastIp) {
      verdict = isListed(targetingKey, email, ip);
      lastKey = targetingKey;
      lastEmail = email;
      lastIp = ip;
    }
    return verdict === 'undecided' && internal === false ? false : verdict;
  };
}

function listTest({ users, emails, domains, ranges }: InternalUsers) {
  const listedUsers = new Set(users);
  const isListedEmail = foldedSet(emails);
  const isListedDomain = foldedSet(domains);
  const hasEmails = emails.length + domains.length > 0;
  const parsedRanges = ranges.flatMap((each) => parseRange(each) ?? []);

  const byUser = (key: unknown): Verdict => {
    if (listedUsers.size === 0) return false;
    const user = unitOf(key);
    return user === undefined ? 'undecided' : listedUsers.has(user);
  };
  const byEmail = (email: unknown): Verdict => {
    if (!hasEmails) return false;
    if (typeof email !== 'string' || !email.includes('@')) return 'undecided';
    return isListedEmail(email, 0) || isListedDomain(email, email.lastIndexOf('@') + 1);
  };
  const byAddress = (ip: unknown): Verdict => {
    if (parsedRanges.length === 0) return false;
    return typeof ip === 'string' ? (isInRanges(parsedRanges, ip) ?? 'undecided') : 'undecided';
  };
  return (key: unknown, email: unknown, ip: unknown): Verdict =>
    either(either(byUser(key), byEmail(email)), byAddress(ip));
}
