import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Shows its host anew every second, for what tells how long something still takes. */
export class Ticking implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    this.#ticking = setInterval(() => this.#host.requestUpdate(), 1_000);
  }

  hostDisconnected() {
    clearInterval(this.#ticking);
  }
}
