import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Shows its host anew every second or so, for what tells how long ago or until something is; or does something else. */
export class Ticking implements ReactiveController {
  readonly #everyMs: number;
  readonly #tick: () => void;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, everyMs = 1_000, tick = () => host.requestUpdate()) {
    this.#everyMs = everyMs;
    this.#tick = tick;
    host.addController(this);
  }

  hostConnected() {
    this.#ticking = setInterval(this.#tick, this.#everyMs);
  }

  hostDisconnected() {
    clearInterval(this.#ticking);
  }
}
