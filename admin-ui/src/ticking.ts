import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Shows its host anew every second or so, for what tells how long ago or until something is. */
export class Ticking implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #everyMs: number;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, everyMs = 1_000) {
    this.#host = host;
    this.#everyMs = everyMs;
    host.addController(this);
  }

  hostConnected() {
    this.#ticking = setInterval(() => this.#host.requestUpdate(), this.#everyMs);
  }

  hostDisconnected() {
    clearInterval(this.#ticking);
  }
}
