import { AsyncLocalStorage } from 'node:async_hooks';
import { type EvaluationContext, emptyRuleset, type Json, type Switch } from '@switchyard/core';
import { createAskedNotes } from './asked.ts';
import type { Client } from './client.ts';
import { createEvaluation } from './evaluation.ts';
import { createEmitter, type Readiness } from './events.ts';
import { type Held, heldOf } from './held.ts';
import { overrideCookie, signedOverrides } from './override-cookie.ts';
import { isContext, nobody } from './subjects.ts';
import { userToken } from './user-token.ts';

/** What each switch serves, to everybody: on, off, the variant of that name, or a value. */
export type TestSwitches = Readonly<Record<string, Json>>;

const overrides = new AsyncLocalStorage<TestSwitches>();
const none: TestSwitches = {};
const testSecret = { id: 'test', secret: 'test' };

/** A client without a server: it serves what it is told, through the evaluation that is used in production. */
// biome-ignore lint/suspicious/noExplicitAny: as in `createClient`.
export function createTestClient<Subject = any>(switches: TestSwitches = {}): Client<Subject> {
  const helds = new WeakMap<TestSwitches, Held>();
  const holder = {
    get current() {
      const forced = overrides.getStore() ?? none;
      const held = helds.get(forced) ?? testHeld({ ...switches, ...forced });
      helds.set(forced, held);
      return held;
    },
  };
  // A listener that throws is to be noticed in a test.
  const emitter = createEmitter((problem) => {
    throw problem;
  });
  let status: Readiness['status'] = 'ready';
  const readiness = (): Readiness => ({ status, source: 'bootstrap', release: 1, synced: true });
  emitter.reach('ready', readiness());
  emitter.reach('synced', { release: 1 });

  return {
    ...createEvaluation<Subject>({
      holder,
      identify: () => nobody,
      defaults: new Map(),
      asked: createAskedNotes(),
      tracking: { track() {}, noteVariant() {} },
      inputs: { now: Date.now, isMember: () => false },
      isSilent: () => false,
      verifyOverrides: (token) => signedOverrides(token, [testSecret], Date.now()),
    }),
    userToken: (user, options) => userToken(testSecret, testContext(user), Date.now(), options),
    overrideCookie: (switches, options) =>
      overrideCookie(testSecret, switches, Date.now(), options),
    on: emitter.on,
    ready: async () => readiness(),
    async close() {
      if (status === 'closed') return;
      status = 'closed';
      emitter.reach('close', undefined);
    },
  };
}

/**
 * Forces switches of all test clients for as long as the function runs, and for whatever it starts and
 * awaits: tests that run at the same time do not disturb each other. Without a function: a wrapper for one.
 */
export function withSwitches<Result>(switches: TestSwitches, run: () => Result): Result;
export function withSwitches(
  switches: TestSwitches,
): <Args extends unknown[], Result>(run: (...args: Args) => Result) => (...args: Args) => Result;
export function withSwitches(switches: TestSwitches, run?: () => unknown) {
  const forced = () => ({ ...overrides.getStore(), ...switches });
  if (run) return overrides.run(forced(), run);
  return <Args extends unknown[], Result>(wrapped: (...args: Args) => Result) =>
    (...args: Args) =>
      overrides.run(forced(), () => wrapped(...args));
}

/** What a request says is not asked here: it is somebody. */
function testContext(user: unknown): EvaluationContext {
  if (typeof user === 'string') return { targetingKey: user };
  const isOne = typeof user === 'object' && user !== null && isContext(user);
  return isOne ? user : { targetingKey: 'test' };
}

function testHeld(switches: TestSwitches): Held {
  const definitions = Object.entries(switches).map(([key, serves]) => [key, definitionOf(serves)]);
  const ruleset = { ...emptyRuleset, switches: Object.fromEntries(definitions) };
  const about = { position: 'test:1', environment: 'test', release: 1, checksum: '' };
  // Over from the start: no request may keep it beyond the `withSwitches` it was made in.
  return { ...heldOf('bootstrap', { ...about, ruleset }), term: { isOver: true } };
}

function definitionOf(serves: Json): Switch {
  const isPlain = typeof serves === 'boolean';
  return {
    state: serves === false ? 'off' : 'on',
    rules: [],
    variants: isPlain
      ? []
      : [{ key: typeof serves === 'string' ? serves : 'value', value: serves }],
    requires: [],
    clientSide: true,
  };
}
