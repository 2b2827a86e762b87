import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type Audience,
  canonicalJson,
  type EvaluationContext,
  type Inputs,
  type Ruleset,
  unitOf,
} from '@switchyard/core';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRuleset } from '../../core/src/sync/ruleset-shape.ts';
import { contexts, rulesets } from '../../core/src/testing/arbitraries.ts';
import { readVectors } from '../../core/src/testing/read-vectors.ts';
import type * as Node from '../../sdk-node/src/index.ts';
import { answering as answeringFor } from '../../server/src/rulesets/answers.ts';
import { askingOf } from '../../server/src/rulesets/browser.ts';
import type { Client, You } from '../src/index.ts';
import { answered } from '../src/testing/answered.ts';
import { startPages } from './testing/browser.ts';
import { built } from './testing/built.ts';
import { answering, type Said } from './testing/stub.ts';

let pages: Awaited<ReturnType<typeof startPages>>;
let node: Awaited<ReturnType<typeof built>>;
let page: Page;
let createNodeClient: typeof Node.createClient;

beforeAll(async () => {
  [pages, node] = await Promise.all([startPages(), built('sdk-node')]);
  ({ createClient: createNodeClient } = await import(join(node.folder, 'index.js')));
  page = await pages.browser.newPage();
  await page.goto(pages.origin);
  await page.evaluate(`globalThis.answering = ${answering}`);
});
afterAll(async () => {
  await pages?.close();
  node?.remove();
});

const keys = ['a', 'a:b', 'a:b:c', 'd', 'e', 'f'];

/** Somebody who asks, and what the server told them of themselves. */
interface Asker {
  readonly context: EvaluationContext;
  readonly you?: You;
  readonly now: number;
}

/** What the built browser SDK serves under each key to each of them, in a page. */
async function inBrowser(
  said: Said,
  askers: readonly Asker[],
  asked: readonly string[],
  anonymousId?: string,
): Promise<object[][]> {
  const told = JSON.stringify({ said, askers, keys: asked, anonymousId });
  const answers = await page.evaluate(async (told) => {
    const { said, askers, keys, anonymousId } = JSON.parse(told);
    const server = (globalThis as unknown as { answering: typeof answering }).answering(said);
    const { createClient } = (
      globalThis as unknown as { Switchyard: { createClient(options: object): Client } }
    ).Switchyard;
    const about = { url: 'https://flags.example', key: 'syb_1', storage: false };
    const flags = createClient({ ...about, anonymousId, fetch: server.answer });
    await flags.ready();
    const now = Date.now;
    const all = [];
    for (const { context, you, now } of askers) {
      Date.now = () => now;
      flags.identify(context);
      server.said.you = you ?? {};
      await flags.ask('GET', 'you');
      all.push(keys.map((key: string) => flags.explain(key)));
    }
    Date.now = now;
    flags.close();
    return JSON.stringify(all);
  }, told);
  return JSON.parse(answers);
}

/** The same, by the built Node SDK. */
async function onNode(
  said: Said,
  askers: readonly Asker[],
  asked: readonly string[],
  anonymousId?: string,
): Promise<object[][]> {
  let now = 0;
  const clock = { now: () => now, after: () => () => undefined };
  const { answer } = answering(said);
  const about = { url: 'https://flags.example', key: 'sys_1', directory: false as const };
  let haveMembers: (() => void) | undefined;
  const members = new Promise<void>((resolve) => {
    haveMembers = resolve;
  });
  const fetch = async (url: unknown, init: RequestInit) => {
    const response = await answer(url, init);
    if (!String(url).includes('/members')) return response;
    const read = new TransformStream({ flush: () => haveMembers?.() });
    return new Response(response.body?.pipeThrough(read), response);
  };
  const flags = createNodeClient({ ...about, clock, fetch: fetch as never });
  await new Promise((resolve) => flags.on('ready', resolve));
  // Who is a member comes a moment later.
  await members;
  await new Promise(setImmediate);
  const all = askers.map((asker) => {
    now = asker.now;
    const { targetingKey = anonymousId } = asker.context;
    const context = { anonymousId, ...asker.context, targetingKey };
    return asked.map((key) => flags.explain(key, context));
  });
  await flags.close();
  return JSON.parse(JSON.stringify(all));
}

const sha256 = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

const about = { position: 'epoch:1', environment: 'production', release: 1 };
const messageOf = (ruleset: Ruleset, candidate?: object) => ({
  ...about,
  ...{ ruleset, checksum: sha256(ruleset), ...(candidate && { candidate }) },
});

/** One ruleset on top of another. */
const candidateOf = (live: Ruleset, next: Ruleset, audience: Audience) => ({
  ...{ release: 2, salt: 'fresh', startedAt: '2026-01-01T00:00:00Z', audience },
  checksum: sha256(next),
  set: next,
  remove: {
    switches: missing(live.switches, next.switches),
    segments: missing(live.segments, next.segments),
    cohorts: missing(live.cohorts, next.cohorts),
  },
});
const missing = (before: object, after: object) =>
  Object.keys(before).filter((key) => !Object.hasOwn(after, key));

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));
/** A server refuses references to what does not exist; what every object inherits is left to the tests of core. */
const tame = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value).replaceAll('"constructor"', '"e"').replaceAll('"toString"', '"f"'),
  );
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) =>
  fc.sample(arbitrary, { seed: 20_260_704, numRuns }).map(tame);
const [ROUNDS, ASKERS] = [20, 500];
const now = 1.8e12;

describe('the built SDKs for browsers and for Node', () => {
  const all = sample(rulesets, 2 * ROUNDS).map(allClientSide);
  const some = sample(contexts, ROUNDS * ASKERS);
  const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
    live: all[2 * round] as Ruleset,
    next: all[2 * round + 1] as Ruleset,
    askers: some.slice(round * ASKERS, (round + 1) * ASKERS),
  }));
  const audience = { internal: true, cohorts: keys, thousandths: 40_000 };

  test('serve 5,000 users the same, in the same arm, by questions that the server answers', async () => {
    const arms = new Set();
    for (const { live, next, askers } of rounds.slice(0, ROUNDS / 2)) {
      const people = askers.map((context, at) => ({
        context: { ...context, targetingKey: unitOf(context.targetingKey) ?? `u${at}` },
        now,
      }));
      const isMember: Inputs['isMember'] = (cohort, user) => (cohort + user).length % 7 === 0;
      const users = [...new Set(people.map(({ context }) => context.targetingKey))];
      const changes = users.flatMap((user) =>
        keys
          .filter((cohort) => isMember(cohort, user))
          .map((cohort) => [cohort, user, true] as const),
      );
      const candidate = candidateOf(live, next, audience);
      const served = await onNode({ message: messageOf(live, candidate), changes }, people, keys);

      const [asking, askingNext] = [askingOf(live, 'key'), askingOf(next, 'key')];
      const server = answeringFor(
        {
          live: { ...asking, whole: live },
          candidate: { ...candidate, ...askingNext, whole: next },
        },
        1,
      );
      const told = people.map(({ context, now }) => ({
        context,
        now,
        you: {
          ...{ user: context.targetingKey, release: 1 },
          cohorts: keys.filter((cohort) => isMember(cohort, context.targetingKey)),
          ...server.answersFor(context, { now: () => now, isMember }),
        },
      }));
      const shown = candidateOf(asking.ruleset, askingNext.ruleset, { thousandths: 40_000 });
      const seen = await inBrowser({ message: messageOf(asking.ruleset, shown) }, told, keys);

      expect(seen.map((each) => each.map(whatIsServed))).toEqual(
        served.map((each) => each.map(whatIsServed)),
      );
      for (const [{ arm }] of served as [{ arm?: string }][]) arms.add(arm);
    }
    expect(arms).toEqual(new Set(['chosen', 'canary', 'control']));
  });

  test('answer 5,000 anonymous visitors the same, to the last word', async () => {
    const reasons = new Set();
    for (const { live, next, askers } of rounds.slice(ROUNDS / 2)) {
      const visitors = askers.map(({ targetingKey: _, ...context }) => ({ context, now }));
      const [shown, shownNext] = [live, next].map((each) => askingOf(each, 'key').ruleset);
      const candidate = candidateOf(shown as Ruleset, shownNext as Ruleset, {
        thousandths: 40_000,
      });
      const message = messageOf(shown as Ruleset, candidate);
      const seen = await inBrowser({ message }, visitors, keys, 'anon-1');
      expect(seen).toEqual(await onNode({ message }, visitors, keys, 'anon-1'));
      for (const { reason } of seen.flat() as { reason: string }[]) reasons.add(reason);
    }
    expect(reasons).toContain('SPLIT');
  });

  test('answer every vector that can be told and asked from outside', async () => {
    // What is forced is not for a page to say, and what is malformed is not taken from a server.
    const vectors = readVectors().filter(
      ({ question }) => Object.keys(question.overrides).length === 0 && isRuleset(question.ruleset),
    );
    let asked = 0;
    for (const { name, question, seen, expected } of vectors) {
      const { ruleset: whole, context, now } = question;
      const user = unitOf(context.targetingKey);
      const members = Object.entries(question.members);
      const isMember: Inputs['isMember'] = (cohort, user) =>
        members.some(([key, users]) => key === cohort && users.includes(user));
      const changes = members.flatMap(([cohort, users]) =>
        users.map((each) => [cohort, each, true] as const),
      );
      const inputs = { now: () => now, isMember };
      const { ruleset, answers } = answered(whole, context, inputs);
      // Nobody is told anything about a visitor who is not signed in.
      if (user === undefined && Object.keys(answers).length > 0) continue;
      const you = { release: 1, answers, cohorts: members.map(([key]) => key) };
      const cohorts = you.cohorts.filter((key) => user !== undefined && isMember(key, user));
      const asker = { context, now, ...(user !== undefined && { you: { ...you, user, cohorts } }) };
      const keys = [question.switch];
      const [[there]] = (await inBrowser({ message: messageOf(ruleset) }, [asker], keys)) as [
        [never],
      ];
      const [[here]] = (await onNode({ message: messageOf(whole), changes }, [asker], keys)) as [
        [never],
      ];
      expect(plain([seen(there), seen(here)]), name).toEqual(plain([expected, expected]));
      asked++;
    }
    expect(asked).toBeGreaterThan(900);
  });
});

/** Rules that the server decides have other names for their reasons. */
const whatIsServed = (explanation: object) => {
  const { active, variant, value, arm } = explanation as Record<string, unknown>;
  return { active, variant, value, arm };
};

function allClientSide(ruleset: Ruleset): Ruleset {
  const switches = Object.entries(ruleset.switches).map(([key, definition]) => [
    key,
    { ...definition, clientSide: true },
  ]);
  return { ...ruleset, switches: Object.fromEntries(switches) };
}
