import { canonicalJson, emptyRuleset, type Ruleset, type Switch } from '@switchyard/core';

export const on: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: true };

export async function messageOf(
  switches: Ruleset['switches'],
  seq = 1,
  cohorts: Ruleset['cohorts'] = {},
) {
  const ruleset = { ...emptyRuleset, switches, cohorts };
  const checksum = await hash(ruleset);
  return {
    position: `epoch:${seq}`,
    environment: 'production',
    release: seq,
    checksum,
    ruleset: ruleset as Ruleset,
  };
}

/** A candidate of `added` on top of `switches`. */
export async function candidateOf(
  switches: Record<string, Switch>,
  added: Record<string, Switch>,
  thousandths = 100_000,
) {
  const checksum = await hash({ ...emptyRuleset, switches: { ...switches, ...added } });
  const about = { release: 9, salt: 'salt', startedAt: '2026-01-01T00:00:00Z', checksum };
  return { ...about, audience: { thousandths }, set: { switches: added } };
}

export async function hash(value: unknown) {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
