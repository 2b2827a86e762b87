import {
  type EvaluationContext,
  type Inputs,
  isActive,
  type Json,
  type Outcome,
  type Resolution,
  resolve,
  type Trace,
  trace,
} from '@switchyard/core';
import type { AskedNotes } from './asked.ts';
import type { Held } from './held.ts';
import { isContext, nobody } from './subjects.ts';

/** What was served, why, and by which release; none as long as there is no ruleset. */
export type Explanation = Resolution & { readonly release: number | undefined };

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
  /** One consistent snapshot for a whole request; for the same request the same. */
  forRequest(subject?: Subject | EvaluationContext): RequestFlags;
}

/** How one subject sees the switches. Made once for a request, so that it is told the same until its end. */
interface View {
  readonly held: Held;
  readonly inputs: Inputs;
  readonly subject: unknown;
  /** Made when first needed, so that what signs people in may come first. */
  context: EvaluationContext | undefined;
  flags: RequestFlags | undefined;
}

export function createEvaluation<Subject>(around: {
  readonly holder: { readonly current: Held };
  readonly identify: (subject: unknown) => EvaluationContext;
  readonly defaults: ReadonlyMap<string, Json>;
  readonly asked: AskedNotes;
  readonly inputs: Inputs;
}): Evaluation<Subject> {
  const { holder, identify, defaults, asked, inputs: live } = around;
  const views = new WeakMap<object, View>();

  return {
    isActive(key, subject, fallback) {
      if (subject === undefined || subject === null) {
        return decide(holder.current, key, nobody, live, fallback);
      }
      if (typeof subject === 'object' && isContext(subject)) {
        return decide(holder.current, key, subject, live, fallback);
      }
      const view = viewOf(subject);
      return decide(view.held, key, contextOf(view), view.inputs, fallback);
    },
    variant: (key, subject, fallback) => variant(viewOf(subject), key, fallback),
    value: (key, subject, fallback) => value(viewOf(subject), key, fallback),
    explain: (key, subject) => explain(viewOf(subject), key),
    trace: (key, subject) => traceFor(viewOf(subject), key),
    forRequest(subject) {
      const view = viewOf(subject, true);
      view.flags ??= flagsOf(view);
      return view.flags;
    },
  };

  function viewOf(subject: unknown, isForRequest = false): View {
    if (subject === undefined || subject === null) return newView(subject, isForRequest, nobody);
    if (typeof subject !== 'object') return newView(subject, isForRequest);
    if (isContext(subject)) return newView(subject, isForRequest, subject);

    const known = views.get(subject);
    if (known && !known.held.term.isOver) return known;
    const view = newView(subject, true);
    views.set(subject, view);
    return view;
  }

  function newView(subject: unknown, isFixed: boolean, context?: EvaluationContext): View {
    const inputs = isFixed ? fixed() : live;
    return { held: holder.current, inputs, subject, context, flags: undefined };
  }

  /** One and the same time for a whole request. */
  function fixed(): Inputs {
    const at = live.now();
    return { ...live, now: () => at };
  }

  function contextOf(view: View): EvaluationContext {
    view.context ??= identify(view.subject);
    return view.context;
  }

  function decide(
    { compiled, message }: Held,
    key: string,
    context: EvaluationContext,
    inputs: Inputs,
    fallback: boolean | undefined,
  ): boolean {
    if (message) asked.note(compiled.switches, key);
    const otherwise = fallback ?? isOn(defaults.get(key));
    return isActive(compiled, key, context, inputs, otherwise);
  }

  function outcomeOf(view: View, key: string): Outcome {
    const { compiled, message } = view.held;
    if (message) asked.note(compiled.switches, key);
    return resolve(compiled, key, contextOf(view), view.inputs);
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
    const outcome = outcomeOf(view, key);
    if (outcome.reason !== 'ERROR') return outcome;
    const otherwise = defaults.get(key);
    return {
      ...outcome,
      ...(otherwise !== undefined && {
        active: isOn(otherwise),
        variant: variantOf(otherwise),
        value: otherwise,
      }),
      ...(!view.held.message && { errorCode: 'PROVIDER_NOT_READY' }),
      release: view.held.message?.release,
    };
  }

  function traceFor(view: View, key: string): Trace {
    return trace(view.held.compiled, key, contextOf(view), view.inputs);
  }

  function flagsOf(view: View): RequestFlags {
    return {
      isActive: (key, fallback) => decide(view.held, key, contextOf(view), view.inputs, fallback),
      variant: (key, fallback) => variant(view, key, fallback),
      value: (key, fallback) => value(view, key, fallback),
      explain: (key) => explain(view, key),
      trace: (key) => traceFor(view, key),
    };
  }
}

/** What a default from settings stands for: `false` for off, a text for the variant of that name. */
const isOn = (setting: Json | undefined) => setting !== undefined && setting !== false;
const variantOf = (setting: Json | undefined) =>
  typeof setting === 'string' ? setting : isOn(setting) ? 'on' : 'off';

export function kindOf(value: Json | undefined): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
