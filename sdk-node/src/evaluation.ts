import {
  type Arm,
  armOf,
  type CompiledRuleset,
  type EvaluationContext,
  type Group,
  getsCandidate,
  type Inputs,
  type Json,
  type Outcome,
  type Resolution,
  resolve,
  type Trace,
  type Trial,
  trace,
  unitFrom,
} from '@switchyard/core';
import { withAnonymousId } from './anonymous.ts';
import type { AskedNotes } from './asked.ts';
import { bootstrapOf } from './bootstrap.ts';
import type { Held } from './held.ts';
import { type Asking, honoured, type Overrides } from './overrides.ts';
import { isContext, nobody } from './subjects.ts';
import type { Tracking } from './tracking.ts';

/** What was served, why, and by which release; none as long as there is no ruleset. */
export type Explanation = Resolution & {
  readonly release: number | undefined;
  /** Which part of the users this one belongs to, while a release is rolling out. */
  readonly arm?: Arm;
};

/** Any value of the kind of the one that is fallen back to. */
type Like<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value;

/** The switches as they are for one request: one ruleset, one time, one context for all questions. */
export interface RequestFlags {
  isActive(key: string, fallback?: boolean): boolean;
  variant(key: string, fallback?: string): string;
  value<Value extends Json>(key: string, fallback: Value): Like<Value>;
  explain(key: string): Explanation;
  trace(key: string): Trace;
  track(metric: string, value?: number): void;
  /** The switches that this request forces: in its address if it is an internal user's, or signed. */
  overrides(): Overrides;
}

/** Decides. A subject is a context, or whatever `identify` makes one of; nobody if there is none. */
export interface Evaluation<Subject> {
  /** Whether anything but off is served. `fallback`, if there is no such switch. Never throws. */
  isActive(key: string, subject?: Subject | EvaluationContext, fallback?: boolean): boolean;
  /** `on`, `off`, or the key of a variant. */
  variant(key: string, subject?: Subject | EvaluationContext, fallback?: string): string;
  /** The value of what is served; `fallback` if there is none of its kind. */
  value<Value extends Json>(
    key: string,
    subject: Subject | EvaluationContext | undefined,
    fallback: Value,
  ): Like<Value>;
  explain(key: string, subject?: Subject | EvaluationContext): Explanation;
  /** Who gets it and why, step by step. For people: it is slow. */
  trace(key: string, subject?: Subject | EvaluationContext): Trace;
  /**
   * Counts something that happened to somebody, perhaps with a value such as milliseconds, so that a release that makes it
   * happen more often, or worse, is noticed and taken back. Never throws.
   */
  track(metric: string, subject?: Subject | EvaluationContext, value?: number): void;
  /** One consistent snapshot for a whole request; for the same request the same. */
  forRequest(subject?: Subject | EvaluationContext, visitor?: Visitor): RequestFlags;
  /**
   * What the page of a request begins with: what is served by each switch that browsers are told of, and the context. JSON that
   * may stand in a `<script>` as it is, for `createClient({ bootstrap })` of the browser SDK. Counts nobody as having seen anything.
   */
  bootstrap(subject?: Subject | EvaluationContext): string;
}

/** What a middleware knows of who makes a request. */
interface Visitor extends Asking {
  /** Tells apart who is not signed in. */
  readonly anonymousId?: string | undefined;
}

/** How one subject sees the switches. Made once for a request, so that it is told the same until its end. */
interface View {
  readonly held: Held;
  /** What is forced is among them as soon as there is a context. */
  inputs: Inputs;
  readonly subject: unknown;
  readonly visitor: Visitor | undefined;
  /** Made when first needed, so that what signs people in may come first. */
  context: EvaluationContext | undefined;
  /** Found with the first question, and kept unless silence takes the candidate away. */
  arm: Arm | undefined;
  flags: RequestFlags | undefined;
}

export function createEvaluation<Subject>(around: {
  readonly holder: { readonly current: Held };
  readonly identify: (subject: unknown) => EvaluationContext;
  readonly defaults: ReadonlyMap<string, Json>;
  readonly asked: AskedNotes;
  readonly tracking: Tracking;
  readonly inputs: Inputs;
  /** Whether the server has been silent for so long that only what is live may be served. */
  readonly isSilent: () => boolean;
  /** What a signed text forces, if its signature is good. */
  readonly verifyOverrides: (token: string) => Overrides | undefined;
}): Evaluation<Subject> {
  const { holder, identify, defaults, asked, tracking, inputs: live, isSilent } = around;
  const { verifyOverrides } = around;
  const views = new WeakMap<object, View>();

  return {
    isActive(key, subject, fallback) {
      if (subject === undefined || subject === null) {
        return decideFor(nobody, key, fallback);
      }
      if (typeof subject === 'object' && isContext(subject)) {
        return decideFor(subject, key, fallback);
      }
      return decideIn(viewOf(subject), key, fallback);
    },
    variant: (key, subject, fallback) => variant(viewOf(subject), key, fallback),
    value: (key, subject, fallback) => value(viewOf(subject), key, fallback),
    explain: (key, subject) => explain(viewOf(subject), key),
    trace: (key, subject) => traceFor(viewOf(subject), key),
    track(metric, subject, value) {
      track(viewOf(subject), metric, value);
    },
    forRequest(subject, visitor) {
      const view = viewOf(subject, true, visitor);
      view.flags ??= flagsOf(view);
      return view.flags;
    },
    bootstrap(subject) {
      const view = viewOf(subject);
      return bootstrapOf(rulesetIn(view), contextOf(view), view.inputs);
    },
  };

  function viewOf(subject: unknown, isForRequest = false, visitor?: Visitor): View {
    if (subject === undefined || subject === null) return newView(subject, isForRequest, nobody);
    if (typeof subject !== 'object') return newView(subject, isForRequest);
    if (isContext(subject)) return newView(subject, isForRequest, subject);

    const known = views.get(subject);
    if (known && !known.held.term.isOver) return known;
    const view = newView(subject, true, undefined, visitor ?? known?.visitor);
    views.set(subject, view);
    return view;
  }

  function newView(
    subject: unknown,
    isFixed: boolean,
    context?: EvaluationContext,
    visitor?: Visitor,
  ): View {
    const inputs = isFixed ? fixed() : live;
    const held = holder.current;
    return { held, inputs, subject, visitor, context, arm: undefined, flags: undefined };
  }

  /** One and the same time for a whole request. */
  function fixed(): Inputs {
    const at = live.now();
    return { ...live, now: () => at };
  }

  function contextOf(view: View): EvaluationContext {
    if (view.context === undefined) {
      view.context = withAnonymousId(identify(view.subject), view.visitor?.anonymousId);
      force(view, view.context);
    }
    return view.context;
  }

  function force(view: View, context: EvaluationContext) {
    const { held, inputs, visitor } = view;
    if (visitor === undefined) return;
    const isInternal = () => held.isInternal(context, inputs, 0) === true;
    const overrides = honoured(visitor, verifyOverrides, isInternal);
    if (overrides.size > 0) view.inputs = { ...inputs, overrides };
  }

  function armIn(view: View): Arm {
    const { candidate } = view.held;
    if (candidate === undefined || isSilent()) view.arm = 'none';
    else view.arm ??= armOf(candidate, contextOf(view), view.inputs);
    return view.arm;
  }

  function note({ defined, message }: Held, key: string) {
    if (message) asked.note(defined, key);
  }

  /** For one question, without a view: this allocates nothing. */
  function decideFor(context: EvaluationContext, key: string, fallback?: boolean): boolean {
    const held = holder.current;
    const { candidate } = held;
    const isIn =
      candidate !== undefined && !isSilent() && getsCandidate(armOf(candidate, context, live));
    note(held, key);
    const otherwise = fallback ?? isOn(defaults.get(key));
    const compiled = isIn ? candidate.compiled : held.compiled;
    return activeOf(decide(held, compiled, key, context, live), otherwise);
  }

  function decideIn(view: View, key: string, fallback?: boolean): boolean {
    note(view.held, key);
    const otherwise = fallback ?? isOn(defaults.get(key));
    return activeOf(decideWith(view, key), otherwise);
  }

  function rulesetIn(view: View): CompiledRuleset {
    const { candidate, compiled } = view.held;
    return candidate !== undefined && getsCandidate(armIn(view)) ? candidate.compiled : compiled;
  }

  function outcomeOf(view: View, key: string): Outcome {
    note(view.held, key);
    return decideWith(view, key);
  }

  function decideWith(view: View, key: string): Outcome {
    return decide(view.held, rulesetIn(view), key, contextOf(view), view.inputs);
  }

  /** Allocates nothing: an outcome is made once per release. */
  function decide(
    held: Held,
    compiled: CompiledRuleset,
    key: string,
    context: EvaluationContext,
    inputs: Inputs,
  ): Outcome {
    const outcome = resolve(compiled, key, context, inputs);
    if (outcome.reason === 'SPLIT' && inputs.overrides === undefined) {
      const splits = compiled === held.compiled ? held.splits : held.candidateSplits;
      if (splits.size > 0) noteVariant(splits, key, outcome, context);
    }
    return outcome;
  }

  function noteVariant(
    splits: Held['splits'],
    key: string,
    { ruleId = '', variant }: Outcome,
    context: EvaluationContext,
  ) {
    const run = splits.get(key)?.get(ruleId);
    if (run === undefined || variant === undefined) return;
    const unit = unitFrom(context, undefined);
    if (unit !== undefined) tracking.noteVariant(run, variant, unit);
  }

  function track(view: View, metric: string, value?: number) {
    try {
      const unit = unitFrom(contextOf(view), view.held.candidate?.by);
      // What somebody forced upon themselves says nothing about a release.
      if (view.inputs.overrides) return;
      tracking.track(metric, unit, groupOf(view), value);
    } catch {
      // A context that cannot be asked.
    }
  }

  /** Only who was served by what is held now is in one of the arms of now. */
  function groupOf(view: View): Group {
    const group = armIn(view);
    const isByChance = group === 'canary' || group === 'control';
    return isByChance && !isSame(view.held.trial, holder.current.trial) ? 'none' : group;
  }

  function variant(view: View, key: string, fallback?: string): string {
    const outcome = outcomeOf(view, key);
    if (outcome.reason === 'ERROR') return fallback ?? variantOf(defaults.get(key));
    return outcome.variant ?? 'off';
  }

  function value<Value extends Json>(view: View, key: string, fallback: Value): Like<Value> {
    const outcome = outcomeOf(view, key);
    const served = outcome.reason === 'ERROR' ? defaults.get(key) : outcome.value;
    return (kindOf(served) === kindOf(fallback) ? served : fallback) as Like<Value>;
  }

  function explain(view: View, key: string): Explanation {
    const found = outcomeOf(view, key);
    const outcome = view.held.candidate === undefined ? found : { ...found, arm: armIn(view) };
    if (outcome.reason !== 'ERROR') return outcome;
    const otherwise = defaults.get(key);
    return {
      ...outcome,
      ...(otherwise !== undefined && {
        active: isOn(otherwise),
        variant: variantOf(otherwise),
        value: otherwise,
      }),
      ...(!view.held.message && { errorCode: 'PROVIDER_NOT_READY', release: undefined }),
    };
  }

  function traceFor(view: View, key: string): Trace {
    return trace(rulesetIn(view), key, contextOf(view), view.inputs);
  }

  function flagsOf(view: View): RequestFlags {
    return {
      isActive: (key, fallback) => decideIn(view, key, fallback),
      variant: (key, fallback) => variant(view, key, fallback),
      value: (key, fallback) => value(view, key, fallback),
      explain: (key) => explain(view, key),
      trace: (key) => traceFor(view, key),
      track: (metric, value) => track(view, metric, value),
      overrides() {
        contextOf(view);
        return view.inputs.overrides ?? new Map();
      },
    };
  }
}

const isSame = (one: Trial | undefined, other: Trial | undefined) =>
  one === other || (one?.salt === other?.salt && one?.stage === other?.stage);

/** What a default from settings stands for: `false` for off, a text for the variant of that name. */
const isOn = (setting: Json | undefined) => setting !== undefined && setting !== false;
const activeOf = ({ active, reason }: Outcome, otherwise: boolean) =>
  reason === 'ERROR' ? otherwise : active;

const variantOf = (setting: Json | undefined) =>
  typeof setting === 'string' ? setting : isOn(setting) ? 'on' : 'off';

export function kindOf(value: Json | undefined): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
