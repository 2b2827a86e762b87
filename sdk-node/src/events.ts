import { type Report, SwitchyardError, wordsOf } from './problem.ts';

/** Where the ruleset came from that is decided with. */
export type Source = 'network' | 'disk' | 'bootstrap' | 'none';

/** What there was to decide with when waiting ended. */
export interface Readiness {
  readonly status: 'ready' | 'timeout' | 'closed';
  readonly source: Source;
  readonly release: number | undefined;
  /** Whether the ruleset is known to be the server's current one. */
  readonly synced: boolean;
}

export interface Events {
  /** There is a ruleset to decide with, fresh or not. Once. */
  ready: Readiness;
  /** The ruleset was first known to be the server's current one. Once. */
  synced: { readonly release: number | undefined };
  /**
   * Another ruleset took over, or other people get the candidate. `keys` are the switches that may be served
   * differently to anybody; `release` is what is live, `candidate` what some get that rolls out, if anything does.
   */
  change: {
    readonly keys: readonly string[];
    readonly release: number | undefined;
    readonly candidate: number | undefined;
  };
  /** The server has not been heard from for 60 s. What was known is still served. */
  stale: { readonly since: Date };
  /** The server is heard from again, after `stale` or after it was reported unreachable or refusing. */
  recovered: { readonly release: number | undefined };
  error: SwitchyardError;
  close: undefined;
}

export type EventName = keyof Events;
export type Listener<Name extends EventName> = (detail: Events[Name]) => unknown;

export interface Emitter {
  on<Name extends EventName>(event: Name, listener: Listener<Name>): () => void;
  emit<Name extends EventName>(event: Name, detail: Events[Name]): void;
  /** Also tells whoever listens later, until `forget`. */
  reach<Name extends EventName>(event: Name, detail: Events[Name]): void;
  forget(event: EventName): void;
}

/** Listeners that throw, or whose promise is rejected, are reported and break nothing. */
export function createEmitter(report: Report): Emitter {
  const listeners = new Map<EventName, Set<Listener<EventName>>>();
  const reached = new Map<EventName, Events[EventName]>();

  const call = async (event: EventName, listener: Listener<EventName>, detail: unknown) => {
    try {
      await listener(detail as never);
    } catch (thrown) {
      const words = `A listener for "${event}" failed: ${wordsOf(thrown)}`;
      report(new SwitchyardError('listener', words, thrown));
    }
  };

  const emit: Emitter['emit'] = (event, detail) => {
    for (const listener of [...(listeners.get(event) ?? [])]) void call(event, listener, detail);
  };

  return {
    emit,
    on(event, listener) {
      const added: Listener<EventName> = (detail) => listener(detail as never);
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(added));
      if (reached.has(event)) {
        const detail = reached.get(event);
        queueMicrotask(() => all.has(added) && void call(event, added, detail));
      }
      return () => all.delete(added);
    },
    reach(event, detail) {
      reached.set(event, detail);
      emit(event, detail);
    },
    forget: (event) => reached.delete(event),
  };
}
