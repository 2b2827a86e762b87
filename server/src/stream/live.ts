import type { ServerResponse } from 'node:http';
import { type Grants, isAtLeast, roleIn } from '../platform/roles.ts';
import { eventOf } from '../rulesets/build.ts';
import { type Outlet, openOutlet } from './outlet.ts';
import { full, type StreamSettings } from './settings.ts';

/** What SDKs can see of an environment is other than it was. */
export interface ReleaseSignal {
  readonly environment: string;
  /** Of the release that is live. */
  readonly number: number;
  readonly position: string;
  /** Absent before the first release. */
  readonly entry?: number | undefined;
  /** What is rolling out. */
  readonly candidate?: { readonly number: number; readonly stage: number } | undefined;
}

interface Viewer {
  readonly grants: Grants;
  outlet: Outlet;
  /** What it could not take yet: of each kind the latest only, for it will look for itself. */
  readonly missed: Map<string, Buffer>;
}

const HEARTBEAT = eventOf('heartbeat', '{}');

/** Tells open admin pages that something changed. They fetch what they need. */
export function createLive(settings: StreamSettings) {
  const viewers = new Set<Viewer>();
  let isClosed = false;

  function tell(name: string, event: Buffer, mayKnow: (grants: Grants) => boolean): void {
    for (const { outlet, missed, grants } of viewers) {
      if (!mayKnow(grants)) continue;
      if (outlet.isReady) outlet.send(event);
      else missed.set(name, event);
    }
  }

  const mayView = (environment: string) => (grants: Grants) =>
    isAtLeast(roleIn(grants, environment), 'viewer');

  return {
    connect(response: ServerResponse, headers: Headers, grants: Grants): void {
      if (isClosed || viewers.size >= settings.most) {
        throw full();
      }
      const missed = new Map<string, Buffer>();
      const outlet = openOutlet(response, headers, settings.deadlineMs, {
        ready() {
          for (const [name, event] of missed) {
            if (!outlet.isReady) return;
            missed.delete(name);
            outlet.send(event);
          }
        },
        closed: () => viewers.delete(viewer),
      });
      const viewer: Viewer = { grants, outlet, missed };
      viewers.add(viewer);
      outlet.send(HEARTBEAT);
    },

    released(signal: ReleaseSignal): void {
      const { environment } = signal;
      const event = eventOf('release', JSON.stringify(signal));
      tell(`release ${environment}`, event, mayView(environment));
    },

    /** Something about an environment is other than it was. */
    changed(what: 'train' | 'fleet' | 'evidence' | 'members', environment: string): void {
      const event = eventOf(what, JSON.stringify({ environment }));
      tell(`${what} ${environment}`, event, mayView(environment));
    },

    /** Entries of no environment concern those who may view them all. */
    logged(seq: number, environment: string | undefined): void {
      tell('log', eventOf('log', JSON.stringify({ seq })), mayView(environment ?? '*'));
    },

    beat(): void {
      for (const { outlet } of viewers) if (outlet.isReady) outlet.send(HEARTBEAT);
    },

    /** Whoever watches has to come in again: somebody's roles are not what they were. */
    disperse(): void {
      for (const { outlet } of viewers) outlet.end();
    },

    close(): void {
      isClosed = true;
      this.disperse();
    },
  };
}
